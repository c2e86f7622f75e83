import type { OutboxStore } from "@warifu/rules";
import { asMail, openDueMails } from "../rows/mail-row.ts";
import type { MailRow, SealedMail } from "../rows/mail-row.ts";
import { bytesArray, numberArray, textArray } from "./array-literals.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";
import type { Step } from "./statement.ts";
import type { KeysOf } from "../sealing/data-keys.ts";

const insert = statement(
  `INSERT INTO mail (institution_id, mail_id, customer_id, token_id, kind, locale, sealed_to, delivery, queued_at_ms, attempts,
     next_attempt_at_ms, leased_until_ms)
   SELECT v.institution_id, v.mail_id, v.customer_id, v.token_id, v.kind, v.locale, v.sealed_to, 'queued', v.at_ms, 0, v.at_ms, 0
   FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::bigint[])
     AS v (institution_id, mail_id, customer_id, token_id, kind, locale, sealed_to, at_ms)`,
);
/** Whoever leases a mail has it alone: another node passes over a row that is locked. */
const claim = statement(
  `WITH due AS (
     SELECT institution_id, mail_id FROM mail WHERE delivery = 'queued' AND next_attempt_at_ms <= $1 AND leased_until_ms <= $1
     ORDER BY next_attempt_at_ms LIMIT $2 FOR UPDATE SKIP LOCKED)
   UPDATE mail SET leased_until_ms = $3 FROM due
   WHERE mail.institution_id = due.institution_id AND mail.mail_id = due.mail_id RETURNING mail.*`,
);
const markSent = statement(
  `UPDATE mail SET delivery = 'sent', sent_at_ms = $1, attempts = attempts + 1, last_error = NULL
   WHERE mail_id = $2 AND delivery <> 'sent'`,
);
const markFailed = statement(
  `UPDATE mail SET delivery = CASE WHEN $1::bigint IS NULL THEN 'failed' ELSE 'queued' END,
     next_attempt_at_ms = coalesce($1::bigint, next_attempt_at_ms), attempts = attempts + 1, last_error = $2, leased_until_ms = 0
   WHERE mail_id = $3 AND delivery <> 'sent'`,
);
const ofToken = statement("SELECT * FROM mail WHERE token_id = $1 ORDER BY ordinal DESC");

export function insertMails(mails: readonly SealedMail[]): readonly Step[] {
  if (mails.length === 0) return [];
  const values = [
    textArray(mails.map(({ owner }) => owner.institutionId)),
    textArray(mails.map(({ mailId }) => mailId)),
    textArray(mails.map(({ owner }) => owner.customerId)),
    textArray(mails.map(({ order }) => order.tokenId)),
    textArray(mails.map(({ order }) => order.kind)),
    textArray(mails.map(({ order }) => order.locale)),
    bytesArray(mails.map(({ sealedTo }) => sealedTo)),
    numberArray(mails.map(({ queuedAtMs }) => queuedAtMs)),
  ];
  return [{ statement: insert, values }];
}

export function postgresOutbox(database: Database, keysOf: KeysOf): OutboxStore {
  let claiming: Promise<unknown> = Promise.resolve();
  const markAs = (step: Step) => database.together([step]);

  const claimRows = async (nowMs: number, limit: number, leaseMs: number): Promise<MailRow[]> => {
    const step = { statement: claim, values: [nowMs, limit, nowMs + leaseMs] };
    const [rows = []] = await database.together<MailRow>([step]);
    return rows.toSorted((a, b) => a.next_attempt_at_ms - b.next_attempt_at_ms || a.ordinal - b.ordinal);
  };
  return {
    async claimDueMails(nowMs, limit, leaseMs) {
      // One after the other on this node: who asks first gets the mails that wait longest.
      const claimed = claiming.then(() => claimRows(nowMs, limit, leaseMs));
      claiming = claimed.catch(() => undefined);
      return openDueMails(await claimed, keysOf, (mailId) =>
        markAs({ statement: markFailed, values: [null, "unreadable", mailId] }),
      );
    },
    async markMailSent(mailId, atMs) {
      await markAs({ statement: markSent, values: [atMs, mailId] });
    },
    async markMailFailed(mailId, error, nextAttemptAtMs) {
      await markAs({ statement: markFailed, values: [nextAttemptAtMs, error, mailId] });
    },
    async mailsOfToken(tokenId) {
      const rows = await database.read<MailRow>(ofToken, [tokenId]);
      return Promise.all(rows.map(async (row) => asMail(row, await keysOf(row.institution_id))));
    },
  };
}
