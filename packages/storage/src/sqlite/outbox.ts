import type { DatabaseSync } from "node:sqlite";
import type { OutboxStore } from "@warifu/rules";
import { asMail, openDueMails } from "../rows/mail-row.ts";
import type { SealedMail } from "../rows/mail-row.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { mailTable } from "../tables/mail-table.ts";
import { select } from "./select.ts";
import type { Write } from "./write.ts";
import type { WriteAlone } from "./write-alone.ts";

const insertSql = `
  INSERT INTO mail (institution_id, mail_id, customer_id, token_id, kind, locale, sealed_to, delivery,
    queued_at_ms, attempts, next_attempt_at_ms, leased_until_ms, ordinal)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, 'queued', ?8, 0, ?8, 0, coalesce(max(ordinal), 0) + 1 FROM mail WHERE token_id = ?4`;

export function insertMail({ owner, mailId, order, sealedTo, queuedAtMs }: SealedMail): Write {
  const { institutionId, customerId } = owner;
  const { tokenId, kind, locale } = order;
  return { sql: insertSql, values: [institutionId, mailId, customerId, tokenId, kind, locale, sealedTo, queuedAtMs] };
}

export function sqliteOutbox(db: DatabaseSync, keysOf: KeysOf, written: WriteAlone): OutboxStore {
  const selectDue = select(
    db,
    mailTable,
    (columns) => `SELECT ${columns} FROM mail
      WHERE delivery = 'queued' AND next_attempt_at_ms <= ?1 AND leased_until_ms <= ?1 ORDER BY next_attempt_at_ms LIMIT ?2`,
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
  const ofToken = select(
    db,
    mailTable,
    (columns) => `SELECT ${columns} FROM mail WHERE token_id = ? ORDER BY ordinal DESC`,
  );

  return {
    async claimDueMails(now, limit, leaseMs) {
      const rows = await written(() => {
        const due = selectDue.all(now, limit);
        for (const row of due) lease.run(now + leaseMs, row.institution_id, row.mail_id);
        return due;
      });
      return openDueMails(rows, keysOf, (mailId) => written(() => markFailed.run(null, "unreadable", mailId)));
    },
    async markMailSent(mailId, atMs) {
      await written(() => markSent.run(atMs, mailId));
    },
    async markMailFailed(mailId, error, nextAttemptAtMs) {
      await written(() => markFailed.run(nextAttemptAtMs, error, mailId));
    },
    async mailsOfToken(tokenId) {
      const rows = ofToken.all(tokenId);
      return Promise.all(rows.map(async (row) => asMail(row, await keysOf(row.institution_id))));
    },
  };
}
