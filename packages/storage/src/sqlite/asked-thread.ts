import type { DatabaseSync } from "node:sqlite";
import { Worker, parentPort, workerData } from "node:worker_threads";
import { OutcomeUnknown, StoreBusy } from "@warifu/rules";
import { openConnection } from "./connection.ts";
import { errorCodeOf } from "./trouble.ts";

/** A thread that answers one question after the other, in the order in which they are asked. */
export interface AskedThread<Question, Answer> {
  /** @throws what the thread threw · what `withoutAnswer` makes of a thread that ended before it answered · StoreBusy after that */
  ask(question: Question): Promise<Answer>;
  isOpen(): boolean;
  close(): Promise<void>;
}

/** What the thread answers. An error's class does not travel, so the one that matters is named. */
type Reply<Answer> =
  | { readonly answer: Answer }
  | {
      readonly error: {
        readonly message: string;
        readonly errcode: number | undefined;
        readonly isUnknown: boolean;
        readonly cause: string;
      };
    };

const close = "close";

/** Starts a thread of the store over the file `path`; its program reads the path from `workerData`. */
export function startThread(program: URL, path: string): Worker {
  // Options of this program (a test's -e …) are not the thread's.
  const thread = new Worker(program, { workerData: { path }, execArgv: [] });
  thread.unref();
  return thread;
}

/** The thread's side: which file it is over. */
export function pathOfThread(): string {
  const path: unknown = Reflect.get(Object(workerData), "path");
  return String(path);
}

/** Ends a thread in its own time: what it was asked before is done before. */
export async function closeThread(thread: Worker): Promise<void> {
  const idOfEnded = -1;
  if (thread.threadId === idOfEnded) return;
  thread.postMessage(close);
  await new Promise((resolve) => {
    thread.once("exit", resolve);
    thread.ref();
  });
}

export function askThread<Question, Answer>(
  thread: Worker,
  withoutAnswer: (cause: Error) => Error,
): AskedThread<Question, Answer> {
  /** In the order in which the thread answers them. */
  const waiting: { resolve(answer: Answer): void; reject(error: unknown): void }[] = [];
  let ended: Error | null = null;
  const end = (error: Error) => {
    ended ??= error;
    for (const call of waiting.splice(0)) call.reject(withoutAnswer(error));
  };
  thread.on("message", (reply: Reply<Answer>) => {
    const call = waiting.shift();
    if (waiting.length === 0) thread.unref();
    if ("answer" in reply) call?.resolve(reply.answer);
    else call?.reject(errorOf(reply.error));
  });
  thread.on("error", end);
  thread.on("exit", () => end(new Error("The database is not open.")));
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (ended !== null) return reject(new StoreBusy("The database is not open.", { cause: ended }));
        waiting.push({ resolve, reject });
        // Whoever waits for an answer keeps the program alive, an idle thread does not.
        thread.ref();
        thread.postMessage(question);
      }),
    isOpen: () => ended === null,
    close() {
      ended ??= new Error("The database is not open.");
      return closeThread(thread);
    },
  };
}

/** The thread's side: answers every question from a connection of its own until it is told to close. */
export function answerQuestions(answererFrom: (db: DatabaseSync) => (question: never) => unknown): void {
  const db = openConnection(pathOfThread());
  const answer = answererFrom(db);
  const replyTo = (question: never): Reply<unknown> => {
    try {
      return { answer: answer(question) };
    } catch (error) {
      const { message, cause } = error instanceof Error ? error : new Error(String(error));
      const isUnknown = error instanceof OutcomeUnknown;
      const causeText = cause instanceof Error ? cause.message : "";
      return { error: { message, errcode: errorCodeOf(error), isUnknown, cause: causeText } };
    }
  };
  parentPort?.on("message", (question: unknown) => {
    if (question === close) {
      db.close();
      parentPort?.close();
    } else {
      parentPort?.postMessage(replyTo(question as never));
    }
  });
}

function errorOf({ message, errcode, isUnknown, cause }: Extract<Reply<unknown>, { error: unknown }>["error"]): Error {
  if (isUnknown) return new OutcomeUnknown(message, { cause: new Error(cause) });
  return Object.assign(new Error(message), { errcode });
}
