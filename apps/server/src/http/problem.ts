import { ClockAhead, ClockApart, KeyUnreadable, OutcomeUnknown, StoreBusy, Throttled } from "@warifu/rules";

/** What can go wrong with any request on any face, before or below a face's own refusals. Code → HTTP status. */
export const problemStatus = {
  malformed: 400,
  foreignOrigin: 403,
  notFound: 404,
  methodNotAllowed: 405,
  bodyTooLarge: 413,
  unsupportedMediaType: 415,
  tooManyRequests: 429,
  internalError: 500,
  recordUnreadable: 500,
  outcomeUnknown: 503,
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof problemStatus;

export interface Problem {
  readonly code: ProblemCode;
  readonly status: (typeof problemStatus)[ProblemCode];
  /** To be read out to support; the log has it too. */
  readonly requestId: string;
}

/** Only these words reach the outside: never what was thrown. */
export function problemMessage(code: ProblemCode, requestId: string): string {
  const messages: Record<ProblemCode, string> = {
    malformed: "The request does not keep the grammar.",
    foreignOrigin: "The request did not come from a page of this site.",
    notFound: "There is nothing here.",
    methodNotAllowed: "This method is not answered here.",
    bodyTooLarge: "The body is too large.",
    unsupportedMediaType: "This content type is not accepted here.",
    tooManyRequests: "Too many requests; try again later.",
    internalError: `Something went wrong here (${requestId}).`,
    recordUnreadable: `What is stored cannot be read (${requestId}).`,
    outcomeUnknown: "It is not known whether the request was carried out.",
    unavailable: "The service cannot answer at the moment.",
  };
  return messages[code];
}

/** Throw it in a handler or hook to answer with that problem. */
export class ProblemError extends Error {
  override name = "ProblemError";
  readonly problem: ProblemCode;
  constructor(problem: ProblemCode, options?: ErrorOptions) {
    super(problem, options);
    this.problem = problem;
  }
}

/** Finds the problem in whatever was thrown: a surprise is `internalError`, an unknown commit is never called anything else. */
export function problemCodeOf(error: unknown): ProblemCode {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof OutcomeUnknown) return "outcomeUnknown";
  if (comeBackSoon.some((kind) => error instanceof kind)) return "unavailable";
  if (error instanceof Throttled) return "tooManyRequests";
  if (error instanceof KeyUnreadable) return "recordUnreadable";
  const status = statusOf(error);
  if (status === undefined || status >= 500) return "internalError";
  if (status === 404) return "notFound";
  if (status === 405) return "methodNotAllowed";
  if (status === 413) return "bodyTooLarge";
  if (status === 415) return "unsupportedMediaType";
  if (status === 429) return "tooManyRequests";
  return "malformed";
}

/** Nothing was done, and in a moment it may be. */
const comeBackSoon = [StoreBusy, ClockAhead, ClockApart];

/** Seconds for `Retry-After` (RFC 9110 §10.2.3); null where coming back is no help. */
export function retryAfterSecondsOf(error: unknown): number | null {
  if (error instanceof Throttled) return error.retryAfterSeconds;
  return problemStatus[problemCodeOf(error)] === 503 ? 1 : null;
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("validation" in error) return 400;
  const status = "statusCode" in error ? error.statusCode : undefined;
  return typeof status === "number" && status >= 400 ? status : undefined;
}
