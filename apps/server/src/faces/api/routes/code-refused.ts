import type { Refusal, RefusalCode } from "@warifu/rules";
import { verificationReasons } from "@warifu/wire";
import type { VerificationReason, WireCodeRefused } from "@warifu/wire";
import { apiErrorOf } from "../api-error.ts";

/** Refusals that say something about the code or the token; every other refusal is an error of the request. */
const reasonOfRefusal: Partial<Record<RefusalCode, VerificationReason>> = {
  mismatch: "mismatch",
  used: "used",
  drift: "drift",
  paused: "paused",
  locked: "locked",
  suspended: "suspended",
  notInUse: "not_in_use",
  notApplied: "not_in_use",
  nothingIssued: "not_in_use",
  notActivated: "not_in_use",
  ended: "not_in_use",
};

/** The reasons in words, for the document. */
export const reasonsInWords = Object.entries(verificationReasons)
  .map(([reason, meaning]) => `- \`${reason}\`: ${meaning}`)
  .join("\n");

/**
 * What the bank's server is told about a refused code.
 * @param codeField the field that held it
 * @throws ApiError when the refusal is not about the code
 */
export function codeRefused({ code, triesLeft, untilMs }: Refusal, codeField: "otp" | "otps"): WireCodeRefused {
  const reason = reasonOfRefusal[code];
  if (reason === undefined) throw apiErrorOf({ code }, codeField);
  return {
    accepted: false,
    reason,
    ...(triesLeft === undefined ? {} : { triesLeft }),
    ...(untilMs === undefined ? {} : { untilMs }),
  };
}
