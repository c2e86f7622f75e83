import type { ChangedCustomer, Decided, KeptAnswer } from "../deciding/decide-batch.ts";
import { nameOf } from "../deciding/gather-acts.ts";
import type { SealedMail } from "../rows/mail-row.ts";
import { tokens as tokenRows } from "../sealing/token-row.ts";
import type { ChangedToken } from "../sealing/token-row.ts";
import type { Cell } from "../tables/column.ts";
import { customerTable } from "../tables/customer-table.ts";
import type { CustomerRow } from "../tables/customer-table.ts";
import { writeApproval } from "./approvals.ts";
import { numberArray, textArray } from "./array-literals.ts";
import { appendEvents } from "./events.ts";
import { insertMails } from "./outbox.ts";
import { customerWriter, hotTokenWriter, tokenWriter } from "./row-shapes.ts";
import type { Rewritten } from "./row-shapes.ts";
import { statement } from "./statement.ts";
import type { Step } from "./statement.ts";

type Row = readonly Cell[];

/** Everything a batch writes, a few statements for any number of subjects. */
export function writeBatch(subjects: readonly Decided[]): readonly Step[] {
  return [...writeRows(subjects), ...writeEvents(subjects)];
}

/** To be sent last: see appendEvents. */
export function writeEvents(subjects: readonly Decided[]): readonly Step[] {
  return appendEvents(subjects.flatMap(({ decision }) => decision.events));
}

interface WrittenToken extends Pick<ChangedToken, "isHot"> {
  readonly row: Row;
  readonly before: Row | undefined;
}

export function writeRows(subjects: readonly Decided[]): readonly Step[] {
  const customers = new Map<string, Omit<ChangedCustomer, "after">>();
  /** Each by its newest row. */
  const tokens = new Map<Row, WrittenToken>();
  const answers: KeptAnswer[] = [];
  const mails: SealedMail[] = [];
  const approvals: Step[] = [];
  for (const { customerRow, tokens: changed, answer, approval, mails: queued } of subjects) {
    if (customerRow !== null) {
      const { row, rowBefore } = customerRow;
      const name = nameOf(row.institution_id, row.customer_id);
      const first = customers.get(name);
      customers.set(name, first === undefined ? { row, rowBefore } : { row, rowBefore: first.rowBefore });
    }
    for (const { after, before: loaded, isHot } of changed) {
      const { row } = after;
      const before = loaded?.row;
      const first = before === undefined ? undefined : tokens.get(before);
      if (before !== undefined) tokens.delete(before);
      // Changed twice in one batch: written once, against the row that lies in the database.
      tokens.set(
        row,
        first === undefined ? { row, before, isHot } : { row, before: first.before, isHot: first.isHot && isHot },
      );
    }
    if (answer !== null) answers.push(answer);
    if (approval !== null) approvals.push(writeApproval(approval));
    mails.push(...queued);
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
    ...customerWriter.insert(known.flatMap(({ row, rowBefore }) => (rowBefore === undefined ? [inOrder(row)] : []))),
    ...customerWriter.rewrite(
      known.flatMap(({ row, rowBefore }) =>
        rowBefore === undefined ? [] : [{ row: inOrder(row), was: rowBefore.mac }],
      ),
    ),
    ...tokenWriter.rewrite(rewritten),
    ...hotTokenWriter.rewrite(hot),
    ...tokenWriter.insert(fresh),
    ...approvals,
    ...keepAnswers(answers),
    ...insertMails(mails),
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
