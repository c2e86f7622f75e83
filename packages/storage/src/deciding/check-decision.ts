import { isDeepStrictEqual } from "node:util";
import { checkEvent, ClockAhead, clockToleranceMs, noStep, tokensAfter } from "@warifu/rules";
import type { Approval, CodeState, CustomerState, Decision, Subject, Token } from "@warifu/rules";
import type { CustomerKey } from "../customer-key.ts";

/** No policy looks further into the future than so many steps. */
const widestWindow = 2;

/** Whom the act is about: the customer found, or the one that the subject names by its own key. */
export function customerKeyOf(subject: Subject, { customer }: CodeState): CustomerKey | null {
  if (customer !== null) return { institutionId: customer.institutionId, customerId: customer.customerId };
  if ("customerId" in subject) return { institutionId: subject.institutionId, customerId: subject.customerId };
  return null;
}

/**
 * Last guard before writing, the same for every store: a decision may only touch the customer it was asked about, and what
 * must never go back does not (I2, I7) even if an act were wrong. Breaking it is a mistake in an act: nothing of it is written.
 * @param databaseMs the database's own clock: a step from its future would lock the customer out once the clock is right
 * @throws TypeError · ClockAhead
 */
export function checkDecision(
  subject: Subject,
  state: CodeState & Pick<CustomerState, "beside">,
  decision: Decision<unknown>,
  databaseMs: number,
): void {
  const key = customerKeyOf(subject, state);
  const { customer: after, tokens = [], approval } = decision.changes;
  if (after !== undefined) {
    must(after.institutionId === key?.institutionId && after.customerId === key.customerId, "changes another customer");
    must(
      state.customer === null || "profile" in state.customer,
      "changes a customer of whom a code has seen the token",
    );
    // UTF-8 has no form for half a surrogate pair: it would come back as another text than the row was signed with.
    const texts: readonly (string | null)[] = Object.values({ ...after.profile });
    must(
      texts.every((text) => text?.isWellFormed() ?? true),
      "holds half a character",
    );
  }
  must(tokens.length === 0 || (state.customer ?? after ?? null) !== null, "gives a token to nobody");
  must(decision.mails.length === 0 || key !== null, "sends a mail to nobody");
  for (const event of decision.events) {
    const { institutionId } = event;
    must(institutionId === null || institutionId === subject.institutionId, "records an event of another institution");
    checkEvent(event);
  }
  if (approval !== undefined) checkApproval(subject, key, state.beside?.approval ?? null, approval);
  const customer = after ?? state.customer;
  if (customer !== null && customer.use !== "applied" && (after !== undefined || tokens.length > 0)) {
    const opensDoors = tokensAfter(state.tokens, decision.changes).some(({ life }) => life === "inUse");
    must(!opensDoors, "leaves a token in use to a customer who did not apply");
  }
  for (const token of tokens) {
    const before = state.tokens.find(({ tokenId }) => tokenId === token.tokenId);
    checkToken(before, token);
    checkClock(before, token, databaseMs);
  }
}

/** What was asked for never changes, and an approval ends once (I10). */
function checkApproval(subject: Subject, key: CustomerKey | null, before: Approval | null, after: Approval): void {
  must(after.approvalId === subject.approval?.approvalId, "changes an approval that its subject does not name");
  must(
    after.institutionId === key?.institutionId && after.customerId === key.customerId,
    "approves for another customer",
  );
  if (before === null) return must(after.stage === "asked", "makes an approval that nobody asked for");
  must(before.stage === "asked", "changes an approval that has ended");
  const { stage: _stage, decidedBy: _by, decidedAtMs: _at, ...asked } = before;
  const { stage: _after, decidedBy: _afterBy, decidedAtMs: _afterAt, ...now } = after;
  must(isDeepStrictEqual(asked, now), "changes what was asked for");
}

function checkToken(before: Token | undefined, after: Token): void {
  if (before === undefined) return;
  must(after.userId === before.userId, "gives a token another user ID");
  must(after.lastStep >= before.lastStep, "lets lastStep go back");
  must(before.life !== "revoked" || after.life === "revoked", "brings a revoked token back");
  const ended = after.life === "expired" || after.life === "revoked";
  must(before.life !== "expired" || ended, "brings an ended token back");
}

function checkClock(before: Token | undefined, after: Token, databaseMs: number): void {
  if (after.lastStep <= (before?.lastStep ?? noStep)) return;
  const newest = Math.floor((databaseMs + clockToleranceMs) / 1000 / after.periodSeconds) + widestWindow;
  if (after.lastStep > newest + Math.max(0, after.driftSteps)) {
    throw new ClockAhead("The code's step lies in the database's future: a clock is wrong.");
  }
}

function must(condition: boolean, wrong: string): void {
  if (!condition) throw new TypeError(`The decision ${wrong}.`);
}
