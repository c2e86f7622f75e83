import type { RefusalCode, TokenId } from "@warifu/rules";
import type { Gate } from "../gate.ts";
import type { AcceptedCode } from "../openid/proofs.ts";
import type { Visit } from "./visit.ts";

/** Why an entry in the form of G-110 was sent back. */
export interface IssueProblem {
  readonly mobileEmail: "empty" | "short" | "long" | "grammar" | "incomplete" | null;
  readonly mobileEmailAgain: "empty" | "differs" | null;
  readonly registration: "missing" | "used" | null;
  /** Why the rules refused to issue. */
  readonly refusal: RefusalCode | null;
  /** Why they refused トークン発行の省略. */
  readonly skip: RefusalCode | null;
  readonly untilMs: number | null;
}

/** Why a code was not accepted. `count` is the number of digits that were typed. */
export interface OtpProblem {
  readonly code: "empty" | "format" | "formatOther" | "provedTooLongAgo" | RefusalCode;
  readonly count: number;
  readonly triesLeft: number | null;
  readonly untilMs: number | null;
}

/** What came of the last request to send the mail again. */
export type ResendNote =
  | { readonly kind: "sent"; readonly resendsLeft: number }
  | { readonly kind: "tooSoon"; readonly nextAtMs: number | null }
  | { readonly kind: "tooMany" };

/** Where a visit stands between two requests (PRG: a POST writes here and redirects, the page reads). Never a code or password. */
export interface VisitNotes {
  /**
   * The page of the set-up the customer was last led to; null at the start. "proved": a code was accepted, and the way back to
   * the bank may be asked for again (a double click).
   */
  readonly page: "issue" | "confirm" | "done" | "proved" | null;
  /** Which token's code was accepted in this visit, and when: what "done" and "proved" rest on. */
  readonly accepted: AcceptedCode | null;
  /** The token that G-120 was opened with: another one in its place is told, not slipped in. */
  readonly tokenId: TokenId | null;
  readonly issueProblem: IssueProblem | null;
  /** What was typed for the address, kept while it has to be corrected. */
  readonly mobileEmail: string | null;
  readonly mobileEmailAgain: string | null;
  readonly otpProblem: OtpProblem | null;
  readonly resend: ResendNote | null;
}

export const freshNotes: VisitNotes = {
  page: null,
  accepted: null,
  tokenId: null,
  issueProblem: null,
  mobileEmail: null,
  mobileEmailAgain: null,
  otpProblem: null,
  resend: null,
};

const kind = "gate-visit";

export async function readNotes(gate: Gate, visit: Visit): Promise<VisitNotes> {
  return asNotes(await gate.service.storage.get(kind, visit.uid, gate.service.nowMs()));
}

/** Replaces the notes: whatever is not named starts afresh, so that no message outlives the act it was about. */
export async function writeNotes(gate: Gate, visit: Visit, notes: Partial<VisitNotes>): Promise<void> {
  await gate.service.storage.put(kind, visit.uid, { ...freshNotes, ...notes }, visit.end.lastAtMs);
}

/** The same on G-120, whose token the page goes on being about. */
export async function writeNotesOfConfirm(gate: Gate, visit: Visit, notes: Partial<VisitNotes>): Promise<void> {
  const { storage, nowMs } = gate.service;
  await storage.change(kind, visit.uid, nowMs(), (payload) => ({
    payload: { ...freshNotes, page: "confirm", tokenId: asNotes(payload).tokenId, ...notes },
    expiresAtMs: visit.end.lastAtMs,
  }));
}

function asNotes(payload: unknown): VisitNotes {
  return isRecord(payload) ? { ...freshNotes, ...payload } : freshNotes;
}

function isRecord(value: unknown): value is Partial<VisitNotes> {
  return typeof value === "object" && value !== null;
}
