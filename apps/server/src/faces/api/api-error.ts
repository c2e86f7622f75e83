import type { Refusal, RefusalCode } from "@warifu/rules";
import { wireCodes } from "@warifu/wire";
import type { WireCode } from "@warifu/wire";
import type { ProblemCode } from "../../http/problem.ts";

/** Throw it in a route of the api face to answer with that code. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly code: WireCode;
  readonly statusCode: number;
  constructor(code: WireCode) {
    super(code);
    this.code = code;
    this.statusCode = wireCodes[code].status;
  }
}

/** What a refused act is called on the wire. The rest belongs to acts that the API does not have. */
const codeOfRefusal: Record<RefusalCode, WireCode> = {
  notApplied: "not_applied",
  alreadyApplied: "already_applied",
  nothingIssued: "nothing_issued",
  alreadyInUse: "already_in_use",
  notActivated: "not_activated",
  notInUse: "not_in_use",
  malformedCode: "malformed",
  paused: "paused",
  locked: "locked",
  suspended: "suspended",
  ended: "ended",
  keyUnreadable: "key_unreadable",
  unknownCustomer: "unknown_customer",
  unknownToken: "unknown_token",
  notSuspended: "not_suspended",
  notStopped: "not_stopped",
  tooManyIssuances: "internal",
  tooManyMails: "internal",
  mailTooSoon: "internal",
  badMobileEmail: "internal",
  activationRefused: "internal",
  mismatch: "internal",
  used: "internal",
  drift: "internal",
};

export function apiErrorOf(refusal: Refusal): ApiError {
  return new ApiError(codeOfRefusal[refusal.code]);
}

/** What every face can answer, in the words of REST v1. */
export const codeOfProblem: Record<ProblemCode, WireCode> = {
  malformed: "malformed",
  foreignOrigin: "malformed",
  notFound: "not_found",
  methodNotAllowed: "method_not_allowed",
  bodyTooLarge: "body_too_large",
  unsupportedMediaType: "unsupported_media_type",
  tooManyRequests: "too_many_requests",
  internalError: "internal",
  outcomeUnknown: "outcome_unknown",
  unavailable: "unavailable",
};
