import { asStep, findStep, stepAt, type Presence, type Step } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import type { Context } from "../decision.ts";
import { oldestUsableAfter } from "./fence.ts";
import type { Token } from "../token.ts";

/** What a well-formed code turned out to be. */
export type CodeMatch =
  | { readonly kind: "fresh"; readonly step: Step; readonly driftSteps: number }
  | { readonly kind: "used" }
  | { readonly kind: "wrong"; readonly reason: "mismatch" }
  /** It belongs to another time: the phone's clock is so many steps ahead of ours (negative: behind). */
  | { readonly kind: "wrong"; readonly reason: "drift"; readonly stepsAhead: number };

/**
 * Looks for the step that a code belongs to: around the phone's learned clock, and around ours, so that a phone whose clock
 * was repaired is not locked out by what we learned before. The newest match above `lastStep` and the fence wins: equal codes
 * in neighbouring steps must not reject a fresh one (design §6).
 */
export function matchCode(key: Uint8Array, code: string, codeFor: Presence, token: Token, context: Context): CodeMatch {
  const { policy } = context;
  const now = stepAt(context.nowMs, token.periodSeconds);
  const lastStep = oldestUsableAfter(token, context);
  const search = (centre: number, pastSteps: number, futureSteps: number) =>
    findStep({
      codeFor,
      hmac: nodeHmac,
      key,
      code,
      parameters: { algorithm: token.algorithm, digits: token.digits, periodSeconds: token.periodSeconds },
      centre: asStep(Math.max(0, centre)),
      pastSteps,
      futureSteps,
      lastStep,
    });

  const centres = token.driftSteps === 0 ? [now] : [now, now + token.driftSteps];
  const found = centres.map((centre) => search(centre, policy.windowPastSteps, policy.windowFutureSteps));
  const fresh = found.flatMap((match) => (match.kind === "fresh" ? [match.step] : []));
  if (fresh.length > 0) {
    const step = asStep(Math.max(...fresh));
    return { kind: "fresh", step, driftSteps: withinLimit(step - now, driftLimitSteps(token, context)) };
  }
  if (found.some((match) => match.kind === "used")) return { kind: "used" };
  // The last accepted code, sent again long after (a reloaded page, a retrying server), is still no guess.
  if (token.lastStep >= 0 && search(token.lastStep, 0, 0).kind === "used") return { kind: "used" };

  const { from, to } = partToSearch(token, context);
  const stepBetween = (oldest: number, newest: number): Step | null => {
    if (newest < Math.max(0, oldest)) return null;
    const match = search(newest, newest - oldest, 0);
    return match.kind === "fresh" ? match.step : null;
  };
  // What lies in the window around our own clock was compared already.
  const ahead = Math.max(from, policy.windowFutureSteps + 1);
  const behind = Math.max(from, policy.windowPastSteps + 1);
  const elsewhere = stepBetween(now + ahead, now + to) ?? stepBetween(now - to, now - behind);
  if (elsewhere === null) return { kind: "wrong", reason: "mismatch" };
  return { kind: "wrong", reason: "drift", stepsAhead: elsewhere - now };
}

/** Of three parts or more the nearest and the farthest are no larger than a sixth of the drift limit: ten minutes of an hour. */
const edgesPerLimit = 6;

/**
 * How far from now, in steps, a wrong code is searched to name a clock as its cause; nowhere where `from` is above `to`. The first of
 * a row is a typing error, or a number that was read a while ago. All of the drift limit costs as much as forty checks, so it is
 * divided among the others: before the token pauses every clock was found. Most are off by minutes, some by the hour of a wrong
 * time zone: the nearest part is first, then the farthest. Both are small, since most rows end before the parts between them.
 */
function partToSearch(token: Token, context: Context): { readonly from: number; readonly to: number } {
  const parts = context.policy.wrongCodesUntilPause - 1;
  const part = Math.min(token.wrongInARow, parts);
  if (part === 0) return { from: 1, to: 0 };
  const limit = driftLimitSteps(token, context);
  const edge = Math.ceil(limit / (parts > 2 ? Math.max(parts, edgesPerLimit) : parts));
  if (part === 1) return { from: 1, to: edge };
  if (part === 2) return { from: Math.max(edge, limit - edge) + 1, to: limit };
  const size = Math.ceil((limit - 2 * edge) / (parts - 2));
  const from = edge + (part - 3) * size + 1;
  return { from, to: Math.min(from + size - 1, limit - edge) };
}

export function driftLimitSteps(token: Token, context: Context): number {
  return Math.floor(context.policy.driftLimitSeconds / token.periodSeconds);
}

function withinLimit(driftSteps: number, limit: number): number {
  return Math.max(0 - limit, Math.min(limit, driftSteps));
}
