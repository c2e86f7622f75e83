import type { Actor } from "./actor.ts";

/** Every kind of audit event, with what it records. One list: docs, console texts and tests are made from it. */
export const eventTypes = {
  "application.registered": "The branch or the institution registered the customer's application.",
  "application.cancelled": "The customer's OTP use ended; each live token's end has its own event.",
  "token.issued": "A token was issued (手順1).",
  "token.imported": "A token made elsewhere was taken over, in use.",
  "token.mailResent": "The mail of 手順2 was queued again.",
  "issuance.allowed": "A person let the customer issue once more than the limit of 24 hours; detail.reason says why.",
  "issuance.skipped": "The customer answered 手順1 with トークン発行の省略.",
  "activation.started": "A try of the initial set-up was debited.",
  "activation.finished": "Phone and service agreed on a key; the receipt is still to come.",
  "activation.receipted": "The phone proved that it kept the key (手順3).",
  "activation.refused": "A step of the initial set-up was refused.",
  "token.confirmed": "The first code was accepted in the bank session; the token is in use (手順5).",
  "code.accepted": "A code was accepted.",
  "code.refused": "A code was refused; detail.reason says why.",
  "token.resynced": "Two codes in a row showed how far the phone's clock is off (時刻合わせ); both are used up.",
  "token.suspended": "A person stopped the token.",
  "token.resumed": "A person let the token go on.",
  "token.unlocked":
    "A person lifted a lock or pause, or the service one that a wrong clock had made; the counts start again.",
  "token.revoked": "The token ended for ever; detail.reason says why.",
  "token.expired": "The token's time ran out before it was confirmed; noticed now.",
  "approval.asked": "A staff member asked for what another has to approve; detail says what, and its hash.",
  "approval.given": "Another staff member approved it, and it ran in the same commit: its own events name both.",
  "approval.refused": "Another staff member did not approve it; detail.reason says why.",
  "approval.withdrawn": "Whoever had asked took it back.",
  "approval.expired": "Nobody decided in time; noticed now.",
  "fence.raised": "Every code that could have been shown until now was declared used; detail.reason says why.",
  "guessing.noticed": "So many wrong codes a minute came for the institution that somebody may be guessing.",
  "institution.saved": "An institution was added or its settings changed.",
  "client.saved": "A client of an institution was added or changed.",
  "apiKey.created": "An API key was made.",
  "apiKey.revoked": "An API key was revoked.",
  "radiusClient.saved": "A RADIUS client was added or changed.",
  "radiusClient.removed": "A RADIUS client was removed.",
  "staff.saved": "A staff member was added or changed.",
  "staff.invited": "A one-time sign-in link was made for a staff member.",
  "staff.signedIn": "A staff member signed in.",
  "customer.viewed": "A staff member looked at a customer.",
} as const;

export type EventType = keyof typeof eventTypes;

export interface AuditEvent {
  readonly type: EventType;
  readonly atMs: number;
  readonly actor: Actor;
  /** null where the event concerns the whole service. */
  readonly institutionId: string | null;
  readonly customerId: string | null;
  readonly tokenId: string | null;
  /** Small facts only: reason, step, tries left. Whole numbers; see `checkEvent`. Never a code, key, password or mail address. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

export interface StoredEvent extends AuditEvent {
  /** Rises within an institution in the order of commits as seen by one reader. */
  readonly cursor: number;
}
