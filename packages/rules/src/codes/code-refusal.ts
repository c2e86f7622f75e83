import { audit } from "../audit.ts";
import type { CodeHolder } from "../customer.ts";
import { refuse, type Context, type Decision, type Result } from "../decision.ts";
import type { AuditEvent } from "../events.ts";
import { mailTo } from "../mails.ts";
import type { Purpose } from "../purpose.ts";
import type { Refusal } from "../refusals.ts";
import type { Token } from "../token.ts";

/** What a code was shown for: a purpose of the bank's, 手順5, or 時刻合わせ. */
export type CodePurpose = Purpose | "confirm" | "resync";

/** Where a code was shown. */
export interface CodeUse {
  readonly purpose: CodePurpose;
  readonly reference: string | null;
}

/** Refuses a code before it was compared with anything: recorded, not counted. */
export function refuseCode(
  refusal: Refusal,
  token: Token | null,
  use: CodeUse,
  customer: CodeHolder,
  context: Context,
): Decision<Result<never>> {
  return refuse(refusal, { events: [refusedEvent(refusal, token, use, customer, context)] });
}

/** Refuses a code after the check: what the check counted is written in the same commit. */
export function refuseCheckedCode(
  refusal: Refusal,
  before: Token,
  after: Token,
  use: CodeUse,
  customer: CodeHolder,
  context: Context,
): Decision<Result<never>> {
  const events = [refusedEvent(refusal, after, use, customer, context)];
  if (after === before) return refuse(refusal, { events });
  const locksNow = before.lockedAtMs === null && after.lockedAtMs !== null;
  return refuse(refusal, { tokens: [after], events, mails: locksNow ? mailTo(after, "tokenLocked") : [] });
}

function refusedEvent(
  refusal: Refusal,
  token: Token | null,
  use: CodeUse,
  customer: CodeHolder,
  context: Context,
): AuditEvent {
  const { code: reason, ...told } = refusal;
  return audit(context, customer, "code.refused", token?.tokenId ?? null, {
    reason,
    ...told,
    purpose: use.purpose,
    reference: use.reference,
    ...(token?.lockedAtMs === context.nowMs ? { locked: true } : {}),
  });
}
