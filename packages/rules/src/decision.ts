import type { Actor } from "./actor.ts";
import type { Approval } from "./approval.ts";
import type { CodeState, Customer, CustomerState } from "./customer.ts";
import type { AuditEvent } from "./events.ts";
import type { MailOrder } from "./mails.ts";
import type { Policy } from "./policy.ts";
import type { Refusal } from "./refusals.ts";
import type { Token } from "./token.ts";

/** Everything an act may know besides state and command: no clock, no randomness, no I/O inside. */
export interface Context {
  readonly nowMs: number;
  readonly policy: Policy;
  readonly actor: Actor;
  /** Milliseconds since the Unix epoch; 0: never raised. No code that could have been shown by then is accepted (fence.ts). */
  readonly fenceMs: number;
  /** Why no code of anybody may be compared now (Throttled, ClockApart): thrown before any comparison. Absent: they are. */
  readonly codesStopped?: Error | null;
}

/** New values of what changed; whatever is not named stays as it was. */
export interface Changes {
  readonly customer?: Customer;
  readonly tokens?: readonly Token[];
  /** Of the ID that the subject names. */
  readonly approval?: Approval;
}

/** What one act decided. Storage writes changes, events and mails in one commit and only then gives the outcome out. */
export interface Decision<Outcome> {
  readonly outcome: Outcome;
  readonly changes: Changes;
  readonly events: readonly AuditEvent[];
  readonly mails: readonly MailOrder[];
}

/** Decides about one customer; `index` is the subject's place where there are several. */
export type Deciding<Outcome> =
  | ((state: CustomerState, context: Context, index: number) => Decision<Outcome>)
  | DecidingCode<Outcome>;

/** Decides on a code, by a token in use where there is one. */
export interface DecidingCode<Outcome> {
  readonly byTokenInUse: (state: CodeState, context: Context, index: number) => Decision<Outcome>;
}

/** Says of a decision that a token in use is all it looks at: a store need not read the rest of the customer. */
export function byTokenInUse<Outcome>(decide: DecidingCode<Outcome>["byTokenInUse"]): DecidingCode<Outcome> {
  return { byTokenInUse: decide };
}

/** Expected refusals are values. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal };

/** What an act wants written beside its outcome. */
interface Writing extends Changes {
  readonly events?: readonly AuditEvent[];
  readonly mails?: readonly MailOrder[];
}

export function accept<Value>(value: Value, writing: Writing): Decision<Result<Value>> {
  return decided({ ok: true, value }, writing);
}

/** A refusal may change the token too: a wrong code is counted in the same commit. */
export function refuse(refusal: Refusal, writing: Writing = {}): Decision<Result<never>> {
  return decided({ ok: false, refusal }, writing);
}

function decided<Outcome>(outcome: Outcome, writing: Writing): Decision<Outcome> {
  const { customer, tokens, approval, events = [], mails = [] } = writing;
  const changes = {
    ...(customer === undefined ? nothing : { customer }),
    ...(tokens === undefined ? nothing : { tokens }),
    ...(approval === undefined ? nothing : { approval }),
  };
  return { outcome, changes, events, mails };
}

const nothing = {};
