import { isOtp, isPresence, type CodeFor, type Step } from "@warifu/otp";
import { matchCode, type CodeMatch } from "./code-window.ts";
import type { Context } from "../decision.ts";
import { codeTriesLeft, countReplay, countWrongCode, forgiveRow, stopOf } from "../guessing/guess-count.ts";
import type { Refusal } from "../refusals.ts";
import { openedKey, type Token } from "../token.ts";

/** The verdict on one code, with the token as it must be stored after it. */
export type CodeCheck =
  | { readonly accepted: true; readonly step: Step; readonly token: Token }
  | { readonly accepted: false; readonly refusal: Refusal; readonly token: Token };

/**
 * Compares a code with one token and counts the outcome. Whether the token may be used at all is the act's business.
 * @param codeFor what the code has to be for. Codes over data are not taken yet, and no code of presence ever stands in for one
 * @throws what `context.codesStopped` holds, before anything is compared
 */
export function checkCode(token: Token, otp: string, codeFor: CodeFor, context: Context): CodeCheck {
  const { nowMs, policy } = context;
  refuseWhileStopped(context);
  if (!isPresence(codeFor)) return { accepted: false, refusal: { code: "notForTransactions" }, token };
  const stop = stopOf(token, nowMs);
  if (stop !== null) return { accepted: false, refusal: stop, token };
  if (!isOtp(otp, token.digits)) return { accepted: false, refusal: { code: "malformedCode" }, token };
  const key = openedKey(token);
  if (key === null) return { accepted: false, refusal: { code: "keyUnreadable" }, token };

  const match = matchCode(key, otp, codeFor, token, context);
  if (match.kind === "wrong") return wrong(refusalOf(match, token), countWrongCode(token, policy, nowMs), context);
  if (match.kind === "used") {
    return { accepted: false, refusal: { code: "used" }, token: countReplay(token, policy, nowMs) };
  }
  const { step, driftSteps } = match;
  return { accepted: true, step, token: { ...forgiveRow(token), lastStep: step, driftSteps } };
}

/** Nothing in it depends on the code: whoever is turned away learns nothing, not even by the time it takes. */
export function refuseWhileStopped({ codesStopped }: Context): void {
  if (codesStopped !== undefined && codesStopped !== null) throw codesStopped;
}

/** The code that stopped the token is told as wrong with no tries left, and until when; the next one is told "paused" or "locked". */
function wrong(refusal: Refusal, token: Token, { nowMs, policy }: Context): CodeCheck {
  const stop = stopOf(token, nowMs);
  if (stop === null)
    return { accepted: false, refusal: { ...refusal, triesLeft: codeTriesLeft(token, policy) }, token };
  const until = stop.untilMs === undefined ? {} : { untilMs: stop.untilMs };
  return { accepted: false, refusal: { ...refusal, triesLeft: 0, ...until }, token };
}

/** A clock that is off is named with how far: the branch can then say so on the telephone. */
function refusalOf(match: Extract<CodeMatch, { kind: "wrong" }>, { periodSeconds }: Token): Refusal {
  if (match.reason === "mismatch") return { code: "mismatch" };
  return { code: "drift", clockAheadSeconds: match.stepsAhead * periodSeconds };
}
