import { randomUUID } from "node:crypto";
import { KeyUnreadable } from "@warifu/rules";
import type { MailOrder, OutgoingMail } from "@warifu/rules";
import type { CustomerKey } from "../customer-key.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { InstitutionKeys, SealedFor } from "../sealing/institution-keys.ts";
import type { RowOf } from "../tables/column.ts";
import type { mailTable } from "../tables/mail-table.ts";

export type MailRow = RowOf<(typeof mailTable)["columns"]>;

/** A mail as it is queued. */
export interface SealedMail {
  readonly owner: CustomerKey;
  readonly mailId: string;
  readonly order: MailOrder;
  readonly sealedTo: Uint8Array;
  readonly queuedAtMs: number;
}

export function sealMail(owner: CustomerKey, order: MailOrder, keys: InstitutionKeys, queuedAtMs: number): SealedMail {
  const mailId = randomUUID();
  return { owner, mailId, order, sealedTo: keys.sealText(order.to, addressOf(mailId)), queuedAtMs };
}

/** @throws KeyUnreadable when the address is damaged */
export function asMail(row: MailRow, keys: InstitutionKeys): OutgoingMail {
  return {
    mailId: row.mail_id,
    institutionId: row.institution_id,
    customerId: row.customer_id,
    order: {
      kind: row.kind,
      to: keys.openText(row.sealed_to, addressOf(row.mail_id)),
      tokenId: row.token_id,
      locale: row.locale,
    },
    delivery: row.delivery,
    queuedAtMs: row.queued_at_ms,
    attempts: row.attempts,
    nextAttemptAtMs: row.next_attempt_at_ms,
    sentAtMs: row.sent_at_ms,
    lastError: row.last_error,
  };
}

/**
 * Opens the mails that are due. Without its institution's keys a mail waits out its lease: another key ring may open it.
 * @param damaged notes a mail whose address is: it must not keep the others from being sent
 */
export async function openDueMails(
  rows: readonly MailRow[],
  keysOf: KeysOf,
  damaged: (mailId: string) => Promise<unknown>,
): Promise<OutgoingMail[]> {
  const mails: OutgoingMail[] = [];
  for (const row of rows) {
    const keys = await keysOf(row.institution_id).catch(nullWhenUnreadable);
    if (keys === null) continue;
    try {
      mails.push(asMail(row, keys));
    } catch (error) {
      nullWhenUnreadable(error);
      await damaged(row.mail_id);
    }
  }
  return mails;
}

/** Null for what cannot be read; everything else is thrown on. */
function nullWhenUnreadable(error: unknown): null {
  if (error instanceof KeyUnreadable) return null;
  throw error;
}

const addressOf = (mailId: string): SealedFor => ({ subject: mailId, purpose: "mail address" });
