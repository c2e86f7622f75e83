import type { LoadKind } from "./ledger.ts";
import type { ReadResponse } from "./response-reader.ts";

/** What a response says, in one word: `accepted`, the reason of a refusal, `echo`, or the status and error code. */
export function verdictOf({ status, body }: ReadResponse): string {
  if (status === 200) {
    if (body.startsWith('{"accepted":true')) return "accepted";
    if (body.startsWith('{"otp":')) return "echo";
    const reason = /^\{"accepted":false,"reason":"(\w+)"/.exec(body)?.[1];
    if (reason !== undefined) return reason;
  }
  return `${status} ${/"code":"(\w+)"/.exec(body)?.[1] ?? "unreadable"}`;
}

/** A wrong code may by chance be the right one of another time of day: the server then says drift, and refuses it too. */
const right: Readonly<Record<LoadKind | "echo", readonly string[]>> = {
  right: ["accepted"],
  wrong: ["mismatch", "drift"],
  wrongAgain: ["mismatch", "drift"],
  replay: ["used"],
  echo: ["echo"],
};

/** True when the answer is the one that this kind of load must get. */
export function isRightAnswer(kind: LoadKind | "echo", verdict: string): boolean {
  return right[kind].includes(verdict);
}
