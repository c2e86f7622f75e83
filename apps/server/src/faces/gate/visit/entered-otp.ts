import { isOtp, normaliseDigits } from "@warifu/otp";
import { statusAt } from "@warifu/rules";
import type { CustomerState, Refusal } from "@warifu/rules";
import type { Gate } from "../gate.ts";
import type { OtpProblem } from "./notes.ts";
import { writeNotes, writeNotesOfConfirm } from "./notes.ts";
import { lookAtCustomer } from "./visit.ts";
import type { Visit } from "./visit.ts";

export type EnteredOtp =
  | { readonly ok: true; readonly otp: string }
  | { readonly ok: false; readonly problem: OtpProblem };

/** Forgiving with what a person types, then strict. A code of the wrong form is never compared and costs no try. */
export async function readEnteredOtp(gate: Gate, visit: Visit, typed: string): Promise<EnteredOtp> {
  const digits = otpDigits(await lookAtCustomer(gate, visit), visit, gate.service.nowMs());
  const otp = normaliseDigits(typed);
  const count = otp.length;
  if (isOtp(otp, digits)) return { ok: true, otp };
  const code = count === 0 ? "empty" : /^[0-9]+$/.test(otp) ? "format" : "formatOther";
  return { ok: false, problem: { code, count, triesLeft: null, untilMs: null } };
}

/** How long this customer's codes are: tokens taken over from elsewhere may have six or seven digits. */
export function otpDigits(state: CustomerState, visit: Visit, nowMs: number): 6 | 7 | 8 {
  const live = state.tokens.find((token) => {
    const status = statusAt(token, nowMs);
    return status !== "revoked" && status !== "expired";
  });
  return live?.digits ?? visit.institution.policy.tokenDigits;
}

export function problemOfRefusal(refusal: Refusal): OtpProblem {
  return { code: refusal.code, count: 0, triesLeft: refusal.triesLeft ?? null, untilMs: refusal.untilMs ?? null };
}

/** Leaves the problem for the page that comes next; gives its address. */
export async function sayAtField(
  gate: Gate,
  visit: Visit,
  page: "confirm" | null,
  otpProblem: OtpProblem,
): Promise<string> {
  if (page === "confirm") await writeNotesOfConfirm(gate, visit, { otpProblem });
  else await writeNotes(gate, visit, { otpProblem });
  return visit.links.here;
}
