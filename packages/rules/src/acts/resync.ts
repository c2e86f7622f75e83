import { asStep, findStepPair, isOtp, isPresence, stepAt, type Presence, type Step } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { audit } from "../audit.ts";
import { refuseWhileStopped } from "../codes/code-check.ts";
import { codeTriesLeft, countReplay, countWrongCode, forgiveRow, stopOf } from "../guessing/guess-count.ts";
import { refuseCheckedCode, refuseCode } from "../codes/code-refusal.ts";
import { driftLimitSteps } from "../codes/code-window.ts";
import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { fencedStep, oldestUsableAfter } from "../codes/fence.ts";
import { tokenInUse } from "../token-life/live-tokens.ts";
import { openedKey, type Token, type TokenId } from "../token.ts";

export interface ResyncCommand {
  /** Two codes in the order in which the phone showed them, one right after the other. */
  readonly otps: readonly [string, string];
  /** A clock shows in codes of the time alone. */
  readonly codeFor: Presence;
}

export interface Resynced {
  readonly tokenId: TokenId;
  /** Steps that the phone's clock is ahead of ours (negative: behind). */
  readonly driftSteps: number;
}

const use = { purpose: "resync", reference: null } as const;

/**
 * 時刻合わせ: two codes in a row, found within the policy's limit around now, show how far the phone's clock is off. Both codes are
 * used up by it and open nothing else. A wrong pair counts as one wrong code.
 */
export function resync(state: CustomerState, command: ResyncCommand, context: Context): Decision<Result<Resynced>> {
  const { nowMs, policy } = context;
  const { customer } = state;
  if (customer === null) return refuse({ code: "unknownCustomer" });
  const token = tokenInUse(state);
  if (token === undefined || customer.use !== "applied") {
    return refuseCode({ code: "notInUse" }, null, use, customer, context);
  }
  refuseWhileStopped(context);
  if (!isPresence(command.codeFor)) {
    return refuseCode({ code: "notForTransactions" }, token, use, customer, context);
  }
  const stop = stopOf(token, nowMs);
  if (stop !== null) return refuseCode(stop, token, use, customer, context);
  if (!command.otps.every((otp) => isOtp(otp, token.digits))) {
    return refuseCode({ code: "malformedCode" }, token, use, customer, context);
  }
  const key = openedKey(token);
  if (key === null) return refuseCode({ code: "keyUnreadable" }, token, use, customer, context);

  const now = stepAt(nowMs, token.periodSeconds);
  const limit = driftLimitSteps(token, context);
  const step = findStepPair({
    codeFor: command.codeFor,
    hmac: nodeHmac,
    key,
    codes: command.otps,
    parameters: { algorithm: token.algorithm, digits: token.digits, periodSeconds: token.periodSeconds },
    centre: now,
    pastSteps: limit,
    futureSteps: limit,
  });
  if (step === null) {
    const counted = countWrongCode(token, policy, nowMs);
    const triesLeft = stopOf(counted, nowMs) === null ? codeTriesLeft(counted, policy) : 0;
    return refuseCheckedCode({ code: "mismatch", triesLeft }, token, counted, use, customer, context);
  }
  const firstStep = step - 1;
  if (firstStep <= oldestUsable(token, step - now, context)) {
    return refuseCheckedCode({ code: "used" }, token, countReplay(token, policy, nowMs), use, customer, context);
  }
  const driftSteps = Math.max(0 - limit, Math.min(limit, step - now));
  const after: Token = { ...forgiveRow(token), lastStep: step, driftSteps };
  const { tokenId } = token;
  const event = audit(context, customer, "token.resynced", tokenId, { firstStep, step, driftSteps });
  return accept({ tokenId, driftSteps }, { tokens: [after], events: [event] });
}

/**
 * A phone ahead of the window may have shown these codes before the fence with a clock that was ahead further still, and what
 * we had learned about it may be lost: for it the fence holds until the longest such lead has passed.
 */
function oldestUsable(token: Token, stepsAhead: number, context: Context): Step {
  const oldest = oldestUsableAfter(token, context);
  if (stepsAhead <= context.policy.windowFutureSteps) return oldest;
  return asStep(Math.max(oldest, fencedStep(token, driftLimitSteps(token, context), context)));
}
