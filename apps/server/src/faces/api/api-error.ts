import { ClockAhead, ClockApart, OnceKeyTaken, OutcomeUnknown, StoreBusy, Throttled } from "@warifu/rules";
import type { Refusal, RefusalCode } from "@warifu/rules";
import { wireCodes } from "@warifu/wire";
import type { WireCode, WireError } from "@warifu/wire";
import { problemCodeOf } from "../../http/problem.ts";
import type { ProblemCode } from "../../http/problem.ts";

interface Told {
  /** With `malformed`: the fields or headers at fault. */
  readonly fields?: readonly string[];
  /** Becomes the Retry-After header. */
  readonly retryAfterSeconds?: number;
}

/** Throw it in a route of the api face to answer with that code. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly code: WireCode;
  readonly statusCode: number;
  readonly told: Told;
  constructor(code: WireCode, told: Told = {}) {
    super(code);
    this.code = code;
    this.statusCode = wireCodes[code].status;
    this.told = told;
  }
}

/** The body of an error. */
export function bodyOf(code: WireCode, { fields }: Told = {}): WireError {
  return { code, message: wireCodes[code].message, ...(fields === undefined ? {} : { fields: [...fields] }) };
}

/** Nothing was done, and in a moment it may be. */
const comeBackSoon = [StoreBusy, ClockAhead, ClockApart];

/** What an act can throw and the bank's server is told; null for what every face answers alike. */
export function thrownByAct(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  if (error instanceof OnceKeyTaken) return new ApiError("idempotency_mismatch");
  if (comeBackSoon.some((kind) => error instanceof kind)) return new ApiError("unavailable", { retryAfterSeconds: 1 });
  if (error instanceof Throttled) {
    return new ApiError("too_many_wrong_codes", { retryAfterSeconds: error.retryAfterSeconds });
  }
  if (error instanceof OutcomeUnknown) return new ApiError("outcome_unknown", { retryAfterSeconds: 1 });
  return null;
}

/** The code for whatever was thrown: a surprise is `internal`. */
export function wireCodeOf(error: unknown): WireCode {
  return thrownByAct(error)?.code ?? codeOfProblem[problemCodeOf(error)];
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
  issuancesLeft: "issuances_left",
  tooManyAllowed: "too_many_allowed",
  tooManyIssuances: "internal",
  tooManyMails: "internal",
  mailTooSoon: "internal",
  badMobileEmail: "internal",
  activationRefused: "internal",
  mismatch: "internal",
  used: "internal",
  drift: "internal",
  unknownApproval: "internal",
  approvalEnded: "internal",
  notEntitled: "internal",
  ownRequest: "internal",
  askerNotEntitled: "internal",
  otherContent: "internal",
  notForTransactions: "internal",
};

/** @param codeField the field of the request that holds the code, where it holds one: it is at fault when its form is */
export function apiErrorOf({ code }: Pick<Refusal, "code">, codeField?: string): ApiError {
  if (code === "malformedCode" && codeField !== undefined) return new ApiError("malformed", { fields: [codeField] });
  return new ApiError(codeOfRefusal[code]);
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
  recordUnreadable: "internal",
  outcomeUnknown: "outcome_unknown",
  unavailable: "unavailable",
};
