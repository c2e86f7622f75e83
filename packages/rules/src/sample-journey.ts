import { asStep, totp, type OtpParameters, presence } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { apply } from "./acts/apply.ts";
import { confirm } from "./acts/confirm.ts";
import { finishActivation } from "./acts/finish-activation.ts";
import { issue, type IssueCommand } from "./acts/issue.ts";
import { receipt } from "./acts/receipt.ts";
import { startActivation } from "./acts/start-activation.ts";
import { suspend } from "./acts/suspend.ts";
import { verify } from "./acts/verify.ts";
import { noProfile, type CustomerState } from "./customer.ts";
import type { Context, Decision, Result } from "./decision.ts";
import { defaultPolicy } from "./policy.ts";
import type { Refusal } from "./refusals.ts";
import { stateAfter } from "./state-after.ts";
import { type Token, type TokenId } from "./token.ts";

/** Hanako's way through the five steps, for tests. Starts on a whole minute, so that one minute is one step. */
export const startMs = Date.UTC(2026, 10, 23, 5, 0, 0);
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export const nobody: CustomerState = { customer: null, tokens: [] };
export const sampleKey: Uint8Array = Uint8Array.from({ length: 32 }, (_, index) => index * 7 + 1);
export const sampleUserId = "1234567890123ABC";
export const sampleParameters: OtpParameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 };
export const applyCommand = { institutionId: "ozora", customerId: "hanako", profile: noProfile };
export const issueCommand: IssueCommand = {
  tokenId: "token-1" as TokenId,
  userId: sampleUserId,
  mobileEmail: "hanakodt@oozora.co.jp",
  registrationRecord: "record-1",
  locale: "ja",
};

export function contextAt(nowMs: number, changed: Partial<Context> = {}): Context {
  return {
    nowMs,
    policy: defaultPolicy,
    actor: { kind: "customer", id: null, channel: "gate" },
    fenceMs: 0,
    ...changed,
  };
}

/** The value of an act that must succeed, or its refusal as an error. */
export function valueOf<Value>(decision: Decision<Result<Value>>): Value {
  if (decision.outcome.ok) return decision.outcome.value;
  throw new Error(`refused: ${decision.outcome.refusal.code}`);
}

/** The state after an act that must succeed. */
export function grown(state: CustomerState, decision: Decision<Result<unknown>>): CustomerState {
  valueOf(decision);
  return stateAfter(state, decision.changes);
}

export function applied(atMs = startMs): CustomerState {
  return grown(nobody, apply(nobody, applyCommand, contextAt(atMs)));
}

export function issued(atMs = startMs): CustomerState {
  const state = applied(atMs);
  return grown(state, issue(state, issueCommand, contextAt(atMs)));
}

/** Issued, and every try of the set-up wrong. */
export function usedUp(atMs = startMs): CustomerState {
  let state = issued(atMs);
  const { userId } = issueCommand;
  for (let tries = 0; tries < defaultPolicy.activationTriesPerIssuance; tries += 1) {
    state = grown(state, startActivation(state, { userId }, contextAt(atMs)));
  }
  return state;
}

export function activated(atMs = startMs): CustomerState {
  return setUp(issued(atMs), issueCommand, sampleKey, atMs);
}

/** 手順3 of the issuance that `command` made. */
export function setUp(state: CustomerState, command: IssueCommand, key: Uint8Array, atMs: number): CustomerState {
  const context = contextAt(atMs);
  const { tokenId, userId, registrationRecord } = command;
  const started = grown(state, startActivation(state, { userId }, context));
  const finished = grown(started, finishActivation(started, { tokenId, registrationRecord, key }, context));
  return grown(finished, receipt(finished, { userId, proves: () => true }, context));
}

/** Confirmed with the code of `atMs`; the code of the next minute is the first fresh one. */
export function inUse(atMs = startMs): CustomerState {
  const state = activated(atMs);
  return grown(state, confirm(state, { codeFor: presence, otp: codeAt(atMs) }, contextAt(atMs)));
}

/** After the wrong codes of one pause, given at `atMs`. */
export function paused(state: CustomerState, atMs: number): CustomerState {
  const command = { codeFor: presence, otp: wrongCodeAt(atMs), purpose: "login", reference: null } as const;
  let now = state;
  for (let count = 0; count < defaultPolicy.wrongCodesUntilPause; count += 1) {
    const decision = now.tokens.some((token) => token.life === "inUse")
      ? verify(now, command, contextAt(atMs))
      : confirm(now, command, contextAt(atMs));
    now = stateAfter(now, decision.changes);
  }
  return now;
}

/** After as many pauses, an hour apart, as lock a token; the last wrong code comes two hours after `atMs`. */
export function locked(state: CustomerState, atMs: number): CustomerState {
  return paused(paused(paused(state, atMs), atMs + hour), atMs + 2 * hour);
}

export function codeAt(atMs: number, key = sampleKey, parameters = sampleParameters): string {
  return totp(nodeHmac, key, atMs, parameters);
}

/** A well-formed code that belongs to no step within two hours. */
export function wrongCodeAt(atMs: number, key = sampleKey, parameters = sampleParameters): string {
  const right = new Set<string>();
  const periodMs = parameters.periodSeconds * 1000;
  for (let offsetMs = -2 * hour; offsetMs <= 2 * hour; offsetMs += periodMs) {
    right.add(codeAt(Math.max(0, atMs + offsetMs), key, parameters));
  }
  const wrong = Array.from({ length: right.size + 1 }, (_, index) => String(index).padStart(parameters.digits, "0"));
  return wrong.find((code) => !right.has(code)) ?? "";
}

export function stepOf(atMs: number) {
  return asStep(Math.floor(atMs / minute));
}

export function theToken(state: CustomerState, tokenId: string = issueCommand.tokenId): Token {
  const token = state.tokens.find((one) => one.tokenId === tokenId);
  if (token === undefined) throw new Error(`no token ${tokenId}`);
  return token;
}

/** What an act that must refuse told. */
export function refusalOf(decision: Decision<Result<unknown>>): Refusal {
  if (!decision.outcome.ok) return decision.outcome.refusal;
  throw new Error("not refused");
}

/** The one changed token of a decision. */
export function changedToken(decision: Decision<unknown>): Token {
  const [token, ...more] = decision.changes.tokens ?? [];
  if (token === undefined || more.length > 0) throw new Error("not exactly one changed token");
  return token;
}

export function suspended(state: CustomerState, atMs: number): CustomerState {
  return grown(state, suspend(state, { tokenId: null, reason: "lost phone" }, contextAt(atMs)));
}

/** What kind of events a decision writes, in order. */
export function eventKinds(decision: Decision<unknown>): readonly string[] {
  return decision.events.map(({ type }) => type);
}
