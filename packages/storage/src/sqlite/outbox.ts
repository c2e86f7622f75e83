import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { MailOrder, OutboxStore, OutgoingMail } from "@warifu/rules";
import { addressOf, asMail, nullWhenUnreadable } from "../rows/mail-row.ts";
import type { MailRow } from "../rows/mail-row.ts";
import type { CustomerKey } from "../customer-key.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { Write } from "./write.ts";
import type { WriteAlone } from "./write-alone.ts";

/** What it takes to queue a mail. */
export type QueueMail = (key: CustomerKey, order: MailOrder, keys: InstitutionKeys) => Write;

const insertMail = `
  INSERT INTO mail (institution_id, mail_id, customer_id, token_id, kind, locale, sealed_to, delivery,
    queued_at_ms, attempts, next_attempt_at_ms, leased_until_ms, ordinal)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, 'queued', ?8, 0, ?8, 0, coalesce(max(ordinal), 0) + 1 FROM mail WHERE token_id = ?4`;

export function sqliteOutbox(
  db: DatabaseSync,
  keysOf: KeysOf,
  nowMs: () => number,
  written: WriteAlone,
): { store: OutboxStore; queue: QueueMail } {
  const selectDue = db.prepare(
    `SELECT * FROM mail WHERE delivery = 'queued' AND next_attempt_at_ms <= ?1 AND leased_until_ms <= ?1
     ORDER BY next_attempt_at_ms LIMIT ?2`,
  );
  const lease = db.prepare("UPDATE mail SET leased_until_ms = ? WHERE institution_id = ? AND mail_id = ?");
  const markSent = db.prepare(
    `UPDATE mail SET delivery = 'sent', sent_at_ms = ?, attempts = attempts + 1, last_error = NULL
     WHERE mail_id = ? AND delivery <> 'sent'`,
  );
  const markFailed = db.prepare(
    `UPDATE mail SET delivery = iif(?1 IS NULL, 'failed', 'queued'), next_attempt_at_ms = coalesce(?1, next_attempt_at_ms),
       attempts = attempts + 1, last_error = ?2, leased_until_ms = 0
     WHERE mail_id = ?3 AND delivery <> 'sent'`,
  );
  const ofToken = db.prepare("SELECT * FROM mail WHERE token_id = ? ORDER BY ordinal DESC");

  const queue: QueueMail = ({ institutionId, customerId }, order, keys) => {
    const mailId = randomUUID();
    const now = nowMs();
    const to = keys.sealText(order.to, addressOf(mailId));
    return {
      sql: insertMail,
      values: [institutionId, mailId, customerId, order.tokenId, order.kind, order.locale, to, now],
    };
  };
  const store: OutboxStore = {
    async claimDueMails(now, limit, leaseMs) {
      const rows = await written(() => {
        const due = selectDue.all(now, limit) as unknown as MailRow[];
        for (const row of due) lease.run(now + leaseMs, row.institution_id, row.mail_id);
        return due;
      });
      const mails: OutgoingMail[] = [];
      for (const row of rows) {
        // Without its institution's keys a mail waits out its lease: another key ring may open it.
        const keys = await keysOf(row.institution_id).catch(nullWhenUnreadable);
        if (keys === null) continue;
        try {
          mails.push(asMail(row, keys));
        } catch (error) {
          // One damaged address must not keep the others from being sent.
          nullWhenUnreadable(error);
          await written(() => markFailed.run(null, "unreadable", row.mail_id));
        }
      }
      return mails;
    },
    async markMailSent(mailId, atMs) {
      await written(() => markSent.run(atMs, mailId));
    },
    async markMailFailed(mailId, error, nextAttemptAtMs) {
      await written(() => markFailed.run(nextAttemptAtMs, error, mailId));
    },
    async mailsOfToken(tokenId) {
      const rows = ofToken.all(tokenId) as unknown as MailRow[];
      return Promise.all(rows.map(async (row) => asMail(row, await keysOf(row.institution_id))));
    },
  };
  return { store, queue };
}
