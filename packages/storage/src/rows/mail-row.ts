import { KeyUnreadable } from "@warifu/rules";
import type { MailDelivery, MailOrder, OutgoingMail, TokenId } from "@warifu/rules";
import type { InstitutionKeys, SealedFor } from "../sealing/institution-keys.ts";

/** A mail as every database keeps it. */
export interface MailRow {
  readonly institution_id: string;
  readonly mail_id: string;
  readonly customer_id: string;
  readonly token_id: string;
  readonly kind: string;
  readonly locale: string;
  readonly sealed_to: Uint8Array;
  readonly delivery: string;
  readonly queued_at_ms: number;
  readonly attempts: number;
  readonly next_attempt_at_ms: number;
  /** Rises with each mail of a token. */
  readonly ordinal: number;
  readonly sent_at_ms: number | null;
  readonly last_error: string | null;
}

/** @throws KeyUnreadable when the address is damaged */
export function asMail(row: MailRow, keys: InstitutionKeys): OutgoingMail {
  return {
    mailId: row.mail_id,
    institutionId: row.institution_id,
    customerId: row.customer_id,
    order: {
      kind: row.kind as MailOrder["kind"],
      to: keys.openText(row.sealed_to, addressOf(row.mail_id)),
      tokenId: row.token_id as TokenId,
      locale: row.locale as MailOrder["locale"],
    },
    delivery: row.delivery as MailDelivery,
    queuedAtMs: row.queued_at_ms,
    attempts: row.attempts,
    nextAttemptAtMs: row.next_attempt_at_ms,
    sentAtMs: row.sent_at_ms,
    lastError: row.last_error,
  };
}

/** Null for what cannot be read; everything else is thrown on. */
export function nullWhenUnreadable(error: unknown): null {
  if (error instanceof KeyUnreadable) return null;
  throw error;
}

export const addressOf = (mailId: string): SealedFor => ({ subject: mailId, purpose: "mail address" });
