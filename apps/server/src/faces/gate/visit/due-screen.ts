import { issuancesAgainAtMs, pendingToken, whatIsDue } from "@warifu/rules";
import type { CustomerState, Policy, Purpose, Token } from "@warifu/rules";
import { isFresh } from "../openid/proofs.ts";
import type { AcceptedCode } from "../openid/proofs.ts";
import type { VisitNotes } from "./notes.ts";

/** The one screen that a visit shows now, or the way straight back to the bank. */
export type DueScreen =
  | { readonly kind: "return"; readonly proof: "none" | AcceptedCode }
  | { readonly kind: "issue"; readonly tokenIssued: boolean; readonly usedUp: boolean }
  | { readonly kind: "tooManyIssuances"; readonly tokenIssued: boolean; readonly untilMs: number }
  | { readonly kind: "expired" }
  | { readonly kind: "confirm"; readonly token: Token }
  /** G-120 of a token that another one has replaced meanwhile. */
  | { readonly kind: "replaced" }
  /** G-120 of a token whose set-up was tried in vain as often as it may be. */
  | { readonly kind: "usedUp" }
  | { readonly kind: "done"; readonly token: Token }
  | { readonly kind: "prompt"; readonly token: Token }
  | { readonly kind: "paused"; readonly untilMs: number }
  | { readonly kind: "locked" }
  | { readonly kind: "suspended"; readonly sinceMs: number }
  | { readonly kind: "revoked" }
  | { readonly kind: "notApplied" }
  | { readonly kind: "notReady" };

/**
 * Pure: from what the bank asks for, where this visit stands and what the customer's tokens are. The tokens have the last
 * word: no note of a visit shows a page that they do not allow.
 */
export function dueScreen(
  purpose: Purpose,
  notes: VisitNotes,
  state: CustomerState,
  policy: Policy,
  nowMs: number,
): DueScreen {
  const due = whatIsDue(state, nowMs);
  switch (due.kind) {
    case "nothing":
      return purpose === "login" ? { kind: "return", proof: "none" } : { kind: "notApplied" };
    case "issue":
      return purpose === "login" ? setUpScreen(notes, due, state, policy, nowMs) : { kind: "notReady" };
    case "otp":
      if (notes.page === "proved" && isAcceptedNow(notes.accepted, due.token, nowMs)) {
        return { kind: "return", proof: notes.accepted };
      }
      return { kind: isDone(notes, due.token) ? "done" : "prompt", token: due.token };
    case "paused":
      return { kind: "paused", untilMs: due.untilMs };
    case "suspended":
      return { kind: "suspended", sinceMs: due.sinceMs };
    default:
      return { kind: due.kind };
  }
}

/** Whether the code that this visit rests on was this token's, and is good for the way back still (proofs.ts). */
export function isAcceptedNow(accepted: AcceptedCode | null, token: Token, nowMs: number): accepted is AcceptedCode {
  return accepted !== null && accepted.tokenId === token.tokenId && isFresh(accepted.atMs, nowMs);
}

/** G-130 may be read for as long as one likes, while the token confirmed here is the one in use. */
function isDone({ page, accepted }: VisitNotes, token: Token): boolean {
  return page === "done" && accepted?.tokenId === token.tokenId;
}

function setUpScreen(
  notes: VisitNotes,
  due: { tokenIssued: boolean; expired: boolean; usedUp: boolean },
  state: CustomerState,
  policy: Policy,
  nowMs: number,
): DueScreen {
  const token = pendingToken(state, nowMs);
  if (notes.page === "confirm" && token !== undefined) {
    if (notes.tokenId !== null && notes.tokenId !== token.tokenId) return { kind: "replaced" };
    return due.usedUp ? { kind: "usedUp" } : { kind: "confirm", token };
  }
  // Said once, on arrival or when the time runs out on G-120; whoever chose to issue again is not stopped a second time.
  if (due.expired && notes.page !== "issue") return { kind: "expired" };
  const { tokenIssued, usedUp } = due;
  // Told before anything is filled in, not after.
  const untilMs = state.customer === null ? null : issuancesAgainAtMs(state.customer, policy, nowMs);
  if (untilMs !== null) return { kind: "tooManyIssuances", tokenIssued, untilMs };
  return { kind: "issue", tokenIssued, usedUp };
}
