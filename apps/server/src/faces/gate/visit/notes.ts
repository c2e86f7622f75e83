import type { RefusalCode } from "@warifu/rules";
import type { Gate } from "../gate.ts";
import { interactionSeconds } from "../openid/make-provider.ts";
import type { AcceptedCode } from "../openid/proofs.ts";
import type { Visit } from "./visit.ts";

/** Why an entry in the form of G-110 was sent back. */
export interface IssueProblem {
  readonly mobileEmail: "empty" | "short" | "long" | "grammar" | null;
  readonly mobileEmailAgain: "empty" | "differs" | null;
  readonly registration: "missing" | "used" | null;
  readonly refusal: RefusalCode | null;
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
  issueProblem: null,
  mobileEmail: null,
  mobileEmailAgain: null,
  otpProblem: null,
  resend: null,
};

const kind = "gate-visit";

export async function readNotes(gate: Gate, visit: Visit): Promise<VisitNotes> {
  const stored = await gate.service.storage.get(kind, visit.uid, gate.service.nowMs());
  return isRecord(stored) ? { ...freshNotes, ...stored } : freshNotes;
}

/** Replaces the notes: whatever is not named starts afresh, so that no message outlives the act it was about. */
export async function writeNotes(gate: Gate, visit: Visit, notes: Partial<VisitNotes>): Promise<void> {
  const { storage, nowMs } = gate.service;
  await storage.put(kind, visit.uid, { ...freshNotes, ...notes }, nowMs() + interactionSeconds * 1000);
}

function isRecord(value: unknown): value is Partial<VisitNotes> {
  return typeof value === "object" && value !== null;
}
