import { brokenFourEyes, type SeenApprovals } from "./approvals/four-eyes.ts";
import type { CustomerState } from "./customer.ts";
import type { Context, Decision, Result } from "./decision.ts";
import type { EventType } from "./events.ts";
import { liveTokens } from "./token-life/live-tokens.ts";
import { openedKey, statusAt, type Token } from "./token.ts";

/** One act as it was performed: what stood before, what was decided, what stands now. */
export interface Performed {
  readonly act: string;
  readonly context: Context;
  readonly before: CustomerState;
  readonly decision: Decision<Result<unknown>>;
  readonly after: CustomerState;
  /** Codes, keys (hex), records and addresses that took part: none may turn up in an audit event. */
  readonly secrets: readonly string[];
}

/** I11 is about answers (check-answers.ts). */
export type InvariantId = "I1" | "I2" | "I3" | "I4" | "I5" | "I6" | "I7" | "I8" | "I9" | "I10" | "I11";

export interface Violation {
  readonly invariant: InvariantId;
  /** Place in the history. */
  readonly at: number;
  readonly says: string;
}

const dayMs = 24 * 60 * 60 * 1000;

type Check = (performed: Performed, seen: Seen) => readonly (readonly [InvariantId, string])[];

/** What must be remembered along a history. Token IDs are unique over institutions, so one memory serves all customers. */
interface Seen {
  readonly acceptedSteps: Map<string, Set<unknown>>;
  readonly wrongSinceReset: Map<string, number>;
  readonly wrongSinceConfirm: Map<string, number>;
  readonly starts: Map<string, number>;
  readonly lastLeft: Map<string, CustomerState>;
  /** By customer: when tokens were issued, when a further issuance was allowed. */
  readonly issuances: Map<string, readonly number[]>;
  readonly extraIssuances: Map<string, readonly number[]>;
  readonly approvals: SeenApprovals;
}

/** Holds a history, in order of commits, against what must never happen. Empty when all is well. */
export function checkInvariants(history: readonly Performed[]): readonly Violation[] {
  const seen: Seen = {
    acceptedSteps: new Map(),
    wrongSinceReset: new Map(),
    wrongSinceConfirm: new Map(),
    starts: new Map(),
    lastLeft: new Map(),
    issuances: new Map(),
    extraIssuances: new Map(),
    approvals: new Map(),
  };
  return history.flatMap((performed, at) =>
    checks.flatMap((check) => check(performed, seen).map(([invariant, says]) => ({ invariant, at, says }))),
  );
}

const checks: readonly Check[] = [
  acceptedOnce,
  lastStepRises,
  guessesAreBounded,
  onlyAWrongClockIsUndone,
  failuresAreCounted,
  onlyInUseVerifies,
  oneKeyPerIssuance,
  issuancesAreBounded,
  endsAreFinal,
  changesAreOnRecord,
  nothingIsOverwritten,
  secretsStayOut,
  fourEyes,
];

/** Events that use a code up: it must never be accepted again. */
export const acceptances: ReadonlySet<EventType> = new Set(["code.accepted", "token.confirmed", "token.resynced"]);

/** I1: a step of a token is accepted at most once, whatever for. */
function acceptedOnce({ decision }: Performed, { acceptedSteps }: Seen): ReturnType<Check> {
  return decision.events.flatMap(({ type, tokenId, detail }) => {
    if (tokenId === null || !acceptances.has(type)) return [];
    const steps = acceptedSteps.get(tokenId) ?? new Set();
    acceptedSteps.set(tokenId, steps);
    const shown = type === "token.resynced" ? [detail["firstStep"], detail["step"]] : [detail["step"]];
    const twice = shown.filter((step) => steps.has(step));
    for (const step of shown) steps.add(step);
    return twice.map((step) => ["I1", `step ${String(step)} was accepted twice`] as const);
  });
}

/** I2: `lastStep` never goes back, never moves to or below the fence, and never runs ahead of what a phone may show. */
function lastStepRises({ act, before, after, context }: Performed): ReturnType<Check> {
  return pairs(before, after).flatMap(([old, token]) => {
    const last = old?.lastStep ?? -1;
    if (token.lastStep === last) return [];
    const found: [InvariantId, string][] = [];
    if (token.lastStep < last) found.push(["I2", "lastStep went back"]);
    if (token.lastStep <= Math.floor(context.fenceMs / 1000 / token.periodSeconds) && context.fenceMs > 0) {
      found.push(["I2", "a step at or below the fence was accepted"]);
    }
    const ahead = token.lastStep - Math.floor(context.nowMs / 1000 / token.periodSeconds);
    const limit = Math.floor(context.policy.driftLimitSeconds / token.periodSeconds);
    // Re-synchronising is there for clocks that are further off than the window; its second code is one step later.
    const mayBeAhead =
      act === "resync" ? limit + 1 : Math.max(0, old?.driftSteps ?? 0) + context.policy.windowFutureSteps;
    if (ahead > mayBeAhead) found.push(["I2", `a step ${ahead} ahead of the clock was stored`]);
    return found;
  });
}

/** I3: no more wrong codes are compared between resets than the limits, and none while the token is stopped. */
function guessesAreBounded({ before, after, decision, context }: Performed, seen: Seen): ReturnType<Check> {
  const { policy, nowMs } = context;
  const found: [InvariantId, string][] = [];
  for (const { type, tokenId, detail } of decision.events) {
    if (tokenId === null) continue;
    const reason = type === "code.refused" ? detail["reason"] : null;
    const wrong = reason === "mismatch" || reason === "drift";
    const compared = wrong || reason === "used" || acceptances.has(type);
    const token = before.tokens.find((one) => one.tokenId === tokenId);
    if (compared && token !== undefined && !["activated", "inUse"].includes(statusAt(token, nowMs))) {
      found.push(["I3", `a code was compared while the token was ${statusAt(token, nowMs)}`]);
    }
    if (wrong) {
      const row = add(seen.wrongSinceReset, tokenId);
      if (row > policy.wrongCodesUntilPause * policy.pausesUntilLock) found.push(["I3", "too many guesses in a row"]);
      const sum = add(seen.wrongSinceConfirm, tokenId);
      if (sum > policy.wrongCodesUntilLock) found.push(["I3", "too many guesses since confirmation"]);
    }
    if (acceptances.has(type) || type === "token.unlocked") {
      seen.wrongSinceReset.set(tokenId, 0);
    }
    if (type === "token.unlocked" && detail["reason"] === "clock") {
      // Only what the act took back may be guessed once more, not the hundred of a person's unlocking.
      const left = after.tokens.find((one) => one.tokenId === tokenId)?.wrongSinceConfirm ?? 0;
      const undone = Number(token?.wrongSinceConfirm) - left;
      seen.wrongSinceConfirm.set(tokenId, (seen.wrongSinceConfirm.get(tokenId) ?? 0) - undone);
    } else if (type === "token.confirmed" || type === "token.unlocked") seen.wrongSinceConfirm.set(tokenId, 0);
  }
  return found;
}

/**
 * I2, I3, I7: for a wrong clock's sake a stop is lifted only where no right clock can have made it, by no more than a row of wrong
 * codes, and nothing else of the token changes: not its life, its last step, nor a person's stop.
 */
function onlyAWrongClockIsUndone({ before, after, decision, context }: Performed): ReturnType<Check> {
  const { policy, nowMs } = context;
  return decision.events.flatMap(({ type, tokenId, detail }): ReturnType<Check> => {
    if (type !== "token.unlocked" || detail["reason"] !== "clock") return [];
    const found: [InvariantId, string][] = [];
    const old = before.tokens.find((one) => one.tokenId === tokenId);
    const token = after.tokens.find((one) => one.tokenId === tokenId);
    if (old === undefined || token === undefined) return [["I8", "a stop of no token was undone"]];
    const latestPauseMs = nowMs + policy.pauseSeconds * 1000;
    if ((old.pausedUntilMs ?? 0) <= latestPauseMs && (old.lockedAtMs ?? 0) <= nowMs) {
      found.push(["I3", "a stop was undone that a right clock can have made"]);
    }
    if (old.wrongSinceConfirm - token.wrongSinceConfirm > policy.wrongCodesUntilPause * policy.pausesUntilLock) {
      found.push(["I3", "more wrong codes were undone than a row has"]);
    }
    if (token.lastStep !== old.lastStep) found.push(["I2", "undoing a wrong clock moved lastStep"]);
    if (old.life === "revoked" || old.life === "expired") found.push(["I7", "a stop of an ended token was undone"]);
    if (textOf({ ...token, ...countsOf(old) }) !== textOf(old)) {
      found.push(["I7", "undoing a wrong clock changed more than counts"]);
    }
    return found;
  });
}

function countsOf(token: Token) {
  const { wrongInARow, pausesInARow, wrongSinceConfirm, replaysInARow, pausedUntilMs, lockedAtMs } = token;
  return { wrongInARow, pausesInARow, wrongSinceConfirm, replaysInARow, pausedUntilMs, lockedAtMs };
}

/** I4: a wrong code that was answered is counted in the same commit. */
function failuresAreCounted({ before, after, decision }: Performed): ReturnType<Check> {
  const { outcome } = decision;
  if (outcome.ok || (outcome.refusal.code !== "mismatch" && outcome.refusal.code !== "drift")) return [];
  const counted = pairs(before, after).some(
    ([old, token]) => token.wrongSinceConfirm === Number(old?.wrongSinceConfirm) + 1,
  );
  return counted ? [] : [["I4", "a wrong code was answered and not counted"]];
}

/** I5: a token verifies only in use, and comes there only by confirmation of an activated token, or by import. */
function onlyInUseVerifies({ before, after, decision, context }: Performed): ReturnType<Check> {
  const found: [InvariantId, string][] = [];
  for (const { type, tokenId } of decision.events) {
    const token = before.tokens.find((one) => one.tokenId === tokenId);
    if (type === "code.accepted" && (token === undefined || statusAt(token, context.nowMs) !== "inUse")) {
      found.push(["I5", "a code was accepted of a token that was not in use"]);
    }
  }
  for (const [old, token] of pairs(before, after)) {
    if (token.life !== "inUse" || old?.life === "inUse") continue;
    const by = decision.events.find(({ tokenId }) => tokenId === token.tokenId)?.type;
    const confirmed = by === "token.confirmed" && old !== undefined && statusAt(old, context.nowMs) === "activated";
    if (!confirmed && !(by === "token.imported" && old === undefined)) {
      found.push(["I5", `a token came into use by ${by ?? "nothing"}`]);
    }
  }
  return found;
}

/** I6: tries per issuance are bounded and end with it; a key that was receipted never changes; one token in use, one on its way. */
function oneKeyPerIssuance({ before, after, decision, context }: Performed, { starts }: Seen): ReturnType<Check> {
  const { nowMs, policy } = context;
  const found: [InvariantId, string][] = [];
  for (const { type, tokenId } of decision.events) {
    if (tokenId === null) continue;
    const token = before.tokens.find((one) => one.tokenId === tokenId);
    const setsUp = type === "activation.started" || type === "activation.finished" || type === "activation.receipted";
    if (setsUp && (token === undefined || statusAt(token, nowMs) !== "issued")) {
      found.push(["I6", `${type} on a token that is not waiting for its set-up`]);
    }
    if (type === "activation.started" && add(starts, tokenId) > policy.activationTriesPerIssuance) {
      found.push(["I6", "more tries than the issuance has"]);
    }
  }
  for (const [old, token] of pairs(before, after)) {
    const settled = old !== undefined && (old.life === "activated" || old.life === "inUse");
    if (settled && token.key !== null && old !== token && keyText(old) !== keyText(token))
      found.push(["I6", "a settled key changed"]);
  }
  const inUse = after.tokens.filter((token) => token.life === "inUse").length;
  if (inUse > 1) found.push(["I6", "two tokens are in use"]);
  if (liveTokens(after, nowMs).length - inUse > 1) found.push(["I6", "two tokens are on their way"]);
  return found;
}

/** I6: in any 24 hours no more issuances than the limit and what a person allowed, and of those no more than their own limit. */
function issuancesAreBounded({ after, decision, context }: Performed, seen: Seen): ReturnType<Check> {
  const { nowMs, policy } = context;
  const { customer } = after;
  if (customer === null) return [];
  const name = JSON.stringify([customer.institutionId, customer.customerId]);
  const recent = (moments: Map<string, readonly number[]>) =>
    (moments.get(name) ?? []).filter((atMs) => atMs > nowMs - dayMs);
  return decision.events.flatMap(({ type }): ReturnType<Check> => {
    if (type === "issuance.allowed") {
      seen.extraIssuances.set(name, [...recent(seen.extraIssuances), nowMs]);
      const tooMany = recent(seen.extraIssuances).length > policy.extraIssuancesPerDay;
      return tooMany ? [["I6", "more issuances were allowed than may be"]] : [];
    }
    if (type !== "token.issued") return [];
    seen.issuances.set(name, [...recent(seen.issuances), nowMs]);
    const places = policy.issuancesPerDay + recent(seen.extraIssuances).length;
    return recent(seen.issuances).length > places ? [["I6", "more issuances than places"]] : [];
  });
}

/** I7: revoked stays revoked, expired stays expired, and neither keeps a secret. */
function endsAreFinal({ before, after }: Performed): ReturnType<Check> {
  const found: [InvariantId, string][] = [];
  for (const [old, token] of pairs(before, after)) {
    const ended = old?.life === "revoked" || old?.life === "expired";
    if (ended && token.life !== old.life) found.push(["I7", `${old.life} became ${token.life}`]);
    const endedNow = token.life === "revoked" || token.life === "expired";
    if (endedNow && (token.key !== null || token.registrationRecord !== null)) {
      found.push(["I7", "an ended token kept its secrets"]);
    }
  }
  if (before.tokens.some(({ tokenId }) => !after.tokens.some((token) => token.tokenId === tokenId))) {
    found.push(["I7", "a token vanished"]);
  }
  return found;
}

/** I8: each token that changed is named by exactly one event, a change of the customer by at least one. */
function changesAreOnRecord({ before, after, decision }: Performed): ReturnType<Check> {
  const found: [InvariantId, string][] = [];
  for (const [old, token] of pairs(before, after)) {
    const events = decision.events.filter(({ tokenId }) => tokenId === token.tokenId).length;
    const changed = old === undefined || (old !== token && textOf(old) !== textOf(token));
    if (changed && events !== 1) found.push(["I8", `a change of a token has ${events} audit events`]);
    if (!changed && events > 1) found.push(["I8", `one act wrote ${events} audit events about one token`]);
  }
  const use = decision.events.filter(({ type }) => type.startsWith("application.")).length;
  if (before.customer?.use !== after.customer?.use && use !== 1)
    found.push(["I8", `a change of use has ${use} events`]);
  const customerChanged = JSON.stringify(before.customer) !== JSON.stringify(after.customer);
  if (customerChanged && decision.events.length === 0) found.push(["I8", "a change of the customer has no event"]);
  return found;
}

/** I8: an act begins where the last one about this customer ended: two at a time would undo each other's counts. */
function nothingIsOverwritten({ before, after }: Performed, { lastLeft }: Seen): ReturnType<Check> {
  const { customer } = after;
  if (customer === null) return [];
  const name = JSON.stringify([customer.institutionId, customer.customerId]);
  const last = lastLeft.get(name);
  lastLeft.set(name, after);
  if (last === undefined || last === before || stateText(last) === stateText(before)) return [];
  return [["I8", "an act began from another state than the one before had left"]];
}

/** I9: no code, key, record or address in the audit log. */
function secretsStayOut({ decision, secrets }: Performed): ReturnType<Check> {
  const details = decision.events.flatMap(({ detail }) => Object.values(detail).map(String));
  const leaked = secrets.some((secret) => secret !== "" && details.some((text) => text.includes(secret)));
  return leaked ? [["I9", "a secret stands in an audit event"]] : [];
}

/** I10: see brokenFourEyes. */
function fourEyes(performed: Performed, { approvals }: Seen): ReturnType<Check> {
  return brokenFourEyes(performed, approvals).map((says) => ["I10", says] as const);
}

function pairs(before: CustomerState, after: CustomerState): readonly (readonly [Token | undefined, Token])[] {
  return after.tokens.map((token) => [before.tokens.find(({ tokenId }) => tokenId === token.tokenId), token]);
}

function add(counts: Map<string, number>, tokenId: string): number {
  const count = (counts.get(tokenId) ?? 0) + 1;
  counts.set(tokenId, count);
  return count;
}

function keyText(token: Token): string {
  return openedKey(token)?.join(" ") ?? "none";
}

/** Whatever the order of tokens and fields: that is the store's business. */
function stateText({ customer, tokens }: CustomerState): string {
  const fields = tokens.map((token) => fieldsText({ ...token, key: keyText(token) }));
  return fieldsText({ ...customer, tokens: sorted(fields) });
}

function fieldsText(record: object): string {
  return sorted(Object.entries(record).map((entry) => JSON.stringify(entry))).join();
}

function sorted(texts: readonly string[]): readonly string[] {
  return texts.toSorted((one, other) => (one < other ? -1 : 1));
}

function textOf(token: Token): string {
  return JSON.stringify({ ...token, key: keyText(token) });
}
