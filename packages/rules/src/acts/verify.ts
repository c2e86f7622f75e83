import type { CodeFor, Step } from "@warifu/otp";
import { audit } from "../audit.ts";
import { checkCode } from "../codes/code-check.ts";
import { refuseCheckedCode, refuseCode } from "../codes/code-refusal.ts";
import type { CodeState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { tokenInUse } from "../token-life/live-tokens.ts";
import { isPurpose, type Purpose } from "../purpose.ts";
import { isReference } from "../reference.ts";
import type { TokenId } from "../token.ts";

export interface VerifyCommand {
  /** As it came; anything but the token's number of ASCII digits is refused as malformed and not counted. */
  readonly otp: string;
  /** What the code has to be for. Whoever asks says it; one for a transaction is refused, since no code over data is taken yet. */
  readonly codeFor: CodeFor;
  readonly purpose: Purpose;
  /** The institution's own reference of what the code was given for: 1–64 printable ASCII characters. */
  readonly reference: string | null;
}

export interface Verified {
  readonly tokenId: TokenId;
  readonly step: Step;
}

/**
 * Accepts a code at most once, over all purposes. A refusal says how many tries are left or until when the token is paused.
 * @throws TypeError when purpose or reference do not keep their grammar: the edge should have said so
 */
export function verify(state: CodeState, command: VerifyCommand, context: Context): Decision<Result<Verified>> {
  if (!isPurpose(command.purpose)) throw new TypeError("purpose is none of the purposes");
  if (command.reference !== null && !isReference(command.reference)) {
    throw new TypeError("reference is not 1–64 printable ASCII characters");
  }
  const { customer } = state;
  if (customer === null) return refuse({ code: "unknownCustomer" });
  const token = tokenInUse(state);
  if (token === undefined || customer.use !== "applied") {
    return refuseCode({ code: "notInUse" }, null, command, customer, context);
  }

  const check = checkCode(token, command.otp, command.codeFor, context);
  if (!check.accepted) return refuseCheckedCode(check.refusal, token, check.token, command, customer, context);

  const accepted = audit(context, customer, "code.accepted", token.tokenId, {
    purpose: command.purpose,
    reference: command.reference,
    step: check.step,
    driftSteps: check.token.driftSteps,
  });
  return accept({ tokenId: token.tokenId, step: check.step }, { tokens: [check.token], events: [accepted] });
}
