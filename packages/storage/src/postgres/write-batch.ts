import type { AuditEvent } from "@warifu/rules";
import type { CustomerRow } from "../sealing/customer-row.ts";
import { tokens as tokenRows } from "../sealing/token-row.ts";
import { customerTable } from "../tables/customer-table.ts";
import { numberArray, textArray } from "./array-literals.ts";
import { nameOf } from "./desk.ts";
import type { ChangedToken, KeptAnswer, SubjectWrites } from "./desk.ts";
import { appendEvents } from "./events.ts";
import { insertMails } from "./outbox.ts";
import type { SealedMail } from "./outbox.ts";
import { customerWriter, hotTokenWriter, tokenWriter } from "./row-shapes.ts";
import type { Rewritten } from "./row-shapes.ts";
import { statement } from "./statement.ts";
import type { Step } from "./statement.ts";

type Row = readonly unknown[];

interface WrittenToken extends Omit<ChangedToken, "after"> {
  readonly row: Row;
}

/** Everything a batch writes, a few statements for any number of subjects. Events come last: see appendEvents. */
export function writeBatch(subjects: readonly SubjectWrites[]): readonly Step[] {
  const customers = new Map<string, { row: CustomerRow; before: CustomerRow | null }>();
  /** Each by its newest row. */
  const tokens = new Map<Row, WrittenToken>();
  const answers: KeptAnswer[] = [];
  const mails: SealedMail[] = [];
  const approvals: Step[] = [];
  const events: AuditEvent[] = [];
  for (const subject of subjects) {
    if (subject.customer !== null) {
      const { row, before } = subject.customer;
      const name = nameOf(row.institution_id, row.customer_id);
      customers.set(name, { row, before: customers.has(name) ? (customers.get(name)?.before ?? null) : before });
    }
    for (const { after, before, isHot } of subject.tokens) {
      const { row } = after;
      const first = before === undefined ? undefined : tokens.get(before);
      if (before !== undefined) tokens.delete(before);
      // Changed twice in one batch: written once, against the row that lies in the database.
      tokens.set(
        row,
        first === undefined ? { row, before, isHot } : { row, before: first.before, isHot: first.isHot && isHot },
      );
    }
    if (subject.answer !== null) answers.push(subject.answer);
    if (subject.approval !== null) approvals.push(subject.approval);
    mails.push(...subject.mails);
    events.push(...subject.events);
  }
  const hot: Rewritten[] = [];
  const rewritten: Rewritten[] = [];
  const fresh: Row[] = [];
  for (const { row, before, isHot } of tokens.values()) {
    if (before === undefined) fresh.push(row);
    else (isHot ? hot : rewritten).push({ row, was: tokenRows.macOf(before) });
  }
  const known = [...customers.values()];
  return [
    ...customerWriter.insert(known.flatMap(({ row, before }) => (before === null ? [inOrder(row)] : []))),
    ...customerWriter.rewrite(
      known.flatMap(({ row, before }) => (before === null ? [] : [{ row: inOrder(row), was: before.mac }])),
    ),
    ...tokenWriter.rewrite(rewritten),
    ...hotTokenWriter.rewrite(hot),
    ...tokenWriter.insert(fresh),
    ...approvals,
    ...keepAnswers(answers),
    ...insertMails(mails),
    ...appendEvents(events),
  ];
}

function inOrder(row: CustomerRow): Row {
  return customerTable.names.map((name) => row[name]);
}

const keep = statement(
  `INSERT INTO kept_answer (institution_id, once_key, fingerprint, outcome, expires_at_ms)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])
   ON CONFLICT (institution_id, once_key) DO UPDATE SET fingerprint = excluded.fingerprint, outcome = excluded.outcome,
     expires_at_ms = excluded.expires_at_ms`,
);

/** An answer whose time is over is written over. Nobody else writes under these keys: they are locked. */
function keepAnswers(answers: readonly KeptAnswer[]): readonly Step[] {
  if (answers.length === 0) return [];
  const values = [
    textArray(answers.map(({ institutionId }) => institutionId)),
    textArray(answers.map(({ once }) => once.key)),
    textArray(answers.map(({ once }) => once.fingerprint)),
    textArray(answers.map(({ outcome }) => outcome)),
    numberArray(answers.map(({ once }) => once.expiresAtMs)),
  ];
  return [{ statement: keep, values }];
}
