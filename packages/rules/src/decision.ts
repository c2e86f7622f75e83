import type { Step } from "@warifu/otp";
import type { Customer } from "./customer.ts";
import type { AuditEvent } from "./events.ts";
import type { MailOrder } from "./mails.ts";
import type { Policy } from "./policy.ts";
import type { Refusal } from "./refusals.ts";
import type { Token } from "./token.ts";

/** Who acts and by which door; it goes into every audit event. Never a secret, never a mail address. */
export interface Actor {
  readonly kind: "customer" | "staff" | "institution" | "phone" | "operator" | "service";
  /** staff ID, API client ID …; null for customer, phone and service. */
  readonly id: string | null;
  readonly channel: "gate" | "app" | "console" | "api" | "radius" | "command" | "job";
}

/** Everything an act may know besides state and command: no clock, no randomness, no I/O inside. */
export interface Context {
  readonly nowMs: number;
  readonly policy: Policy;
  readonly actor: Actor;
  /** No code at or below this step is accepted. */
  readonly fence: Step;
}

/** New values of what changed; whatever is not named stays as it was. */
export interface Changes {
  readonly customer?: Customer;
  readonly tokens?: readonly Token[];
}

/** What one act decided. Storage writes changes, events and mails in one commit and only then gives the outcome out. */
export interface Decision<Outcome> {
  readonly outcome: Outcome;
  readonly changes: Changes;
  readonly events: readonly AuditEvent[];
  readonly mails: readonly MailOrder[];
}

/** Expected refusals are values. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal };
