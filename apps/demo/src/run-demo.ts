import { LastingChild, PartFailed, programs } from "./child.ts";
import { credentialsFor } from "./credentials.ts";
import type { Credentials } from "./credentials.ts";
import { DemoFolder } from "./demo-folder.ts";
import type { DemoState } from "./demo-folder.ts";
import { bankEnvironment, serviceEnvironment } from "./environments.ts";
import { inviteOne, inviteStaff, makeBankClient, makeFirstData, operatorOf } from "./first-data.ts";
import type { Operator } from "./first-data.ts";
import { openMailbox } from "./mailbox/open-mailbox.ts";
import { BadPortBase, firstTakenPort, originOf, portsFrom, takenPortSentence } from "./ports.ts";
import type { Ports } from "./ports.ts";
import { makeProgress } from "./progress.ts";
import type { Progress } from "./progress.ts";
import { unknownStandings } from "./tour-page/sample-people.ts";
import { askStandings } from "./standings.ts";
import { listenForStop } from "./stop-signal.ts";
import type { StopSignal } from "./stop-signal.ts";
import { tour } from "./tour.ts";
import { openTour } from "./tour-page/open-tour.ts";

export interface DemoOptions {
  readonly portBase: string | undefined;
  readonly folder: string;
  readonly fresh: boolean;
}

interface Running {
  stop(hurried: AbortSignal): Promise<void>;
}

/** Starts everything, prints the tour, and stays until Ctrl-C. Gives the exit code. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const ports = await freePorts(options.portBase);
  if (typeof ports === "string") return complain(ports);
  const progress = makeProgress();
  const signal = listenForStop();
  const running: Running[] = [];
  try {
    const start = startEverything(options, ports, running, signal, progress);
    return await Promise.race([start.then(() => signal.asked), signal.asked]);
  } catch (error) {
    if (signal.stopped.aborted) return await signal.asked;
    return complain(whatFailed(error));
  } finally {
    signal.stop(1);
    const what = "停止しています（すぐに終えるには、もう一度 Ctrl-C） / Stopping (Ctrl-C again ends it at once)";
    await progress.during(what, () => Promise.all(running.map((one) => one.stop(signal.hurried))));
    process.stderr.write("停止しました / Stopped\n");
  }
}

/** Nothing here has a time limit: a busy machine takes its time, and what is waited for is said. A part that dies ends the start. */
async function startEverything(
  options: DemoOptions,
  ports: Ports,
  running: Running[],
  signal: StopSignal,
  progress: Progress,
): Promise<void> {
  const folder = new DemoFolder(options.folder);
  const known = options.fresh ? null : folder.readState();
  if (known === null) folder.forget();
  folder.prepare();
  const environment = serviceEnvironment(ports, folder);
  const operator = operatorOf(environment, signal.stopped);
  const keep = <One extends Running>(one: One): One => {
    // Started in the very moment of Ctrl-C: nobody would stop it any more.
    if (signal.stopped.aborted) void one.stop(signal.hurried);
    running.push(one);
    return one;
  };
  const onGivenUp = (failure: PartFailed): void => {
    if (!signal.stopped.aborted) complain(whatFailed(failure));
    signal.stop(1);
  };

  // The first page does not wait for the service.
  folder.write("bank-sample.json", unknownStandings);
  const bank = keep(new LastingChild(programs.bank, bankEnvironment(ports, folder), { onGivenUp }));
  const mailKeep = { kept: folder.readMails(), keep: (mails: unknown) => folder.write("mails.json", mails) };
  const mailbox = keep(await openMailbox(ports, mailKeep));
  await progress.during("ブラウザー用の部品を確かめています / Checking the parts for the browser", () =>
    operator("build"),
  );
  signal.stopped.throwIfAborted();
  // Data of an earlier version is brought up to this one before the service opens it.
  await progress.during("データベースを用意しています / Preparing the database", () =>
    operator(known === null ? "init" : "migrate"),
  );
  signal.stopped.throwIfAborted();
  const service = keep(
    new LastingChild(programs.service, environment, { onStarted: (id) => folder.writeProcesses(id), onGivenUp }),
  );
  await progress.during("サービスの起動を待っています / Waiting for the service to answer", () =>
    answers(`${originOf(ports.ops)}/readyz`, signal),
  );
  service.isReady();
  const { state, signInLinks } = await progress.during(
    "お客様と担当者を用意しています / Preparing customers and staff",
    () => (known === null ? makeFirstData(operator, folder, ports) : takeUp(known, operator, ports)),
  );
  folder.writeState(state);
  folder.writeBankClientSecret(state.clientSecret);
  await progress.during("銀行のサンプルの起動を待っています / Waiting for the sample bank to answer", () =>
    answers(originOf(ports.bank), signal),
  );
  bank.isReady();

  const credentials = credentialsFor(ports, state, signInLinks, environment);
  keep(
    await openTour({
      ports,
      mailbox,
      apiKey: state.apiKey,
      onPeople: (people) => folder.write("bank-sample.json", people),
      newSignInLink: (index) => inviteOne(operator, state, index),
    }),
  );
  folder.write("credentials.json", credentials);
  await tellTour(credentials, progress);
}

async function tellTour(credentials: Credentials, progress: Progress): Promise<void> {
  const standings = await progress.during("お客様の状態を確認しています / Asking where the customers stand", () =>
    askStandings(credentials),
  );
  process.stdout.write(tour(credentials, standings));
}

/** A second start: the first one's data, the bank perhaps at another address, and new links for the staff. */
async function takeUp(
  known: DemoState,
  operator: Operator,
  ports: Ports,
): Promise<{ readonly state: DemoState; readonly signInLinks: readonly string[] }> {
  const moved = known.bankOrigin === originOf(ports.bank) ? {} : await makeBankClient(operator, ports);
  return { state: { ...known, ...moved }, signInLinks: await inviteStaff(operator, known) };
}

/** The ports, or the sentence that says why not. */
async function freePorts(base: string | undefined): Promise<Ports | string> {
  try {
    const ports = portsFrom(base);
    const taken = await firstTakenPort(ports);
    return taken === null ? ports : takenPortSentence(taken);
  } catch (error) {
    if (error instanceof BadPortBase) return error.message;
    throw error;
  }
}

/** Which part failed, the end of what it said, and what to do. */
function whatFailed(error: unknown): string {
  const cause = error instanceof Error ? error.message : String(error);
  const said = error instanceof PartFailed ? error.lastLines : "";
  return [
    `\n起動できませんでした / The demo could not start: ${cause}`,
    said === "" ? "出力はありませんでした。 / It said nothing." : `最後の出力 / Its last lines:\n${said.trimEnd()}`,
    "もう一度 npm start をお試しください。同じなら npm start -- --fresh で最初から始められます（デモのデータは消えます）。",
    "Try npm start again. If it fails in the same way, npm start -- --fresh begins anew (the demo's data are lost).",
  ].join("\n");
}

function complain(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 1;
}

/** Waits until an address answers with success, as long as nobody stops: a program that dies does. */
async function answers(url: string, { stopped }: StopSignal): Promise<void> {
  for (;;) {
    stopped.throwIfAborted();
    const ok = await fetch(url, { signal: stopped }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
