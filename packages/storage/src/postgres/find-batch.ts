import type { EarlierAnswer, Subject } from "@warifu/rules";
import type { Found } from "../deciding/decide-batch.ts";
import { nameOf } from "../deciding/gather-acts.ts";
import type { Asked, NamedCustomer } from "../deciding/gather-acts.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { openToken, tokens as tokenRows } from "../sealing/token-row.ts";
import type { LoadedToken } from "../sealing/token-row.ts";
import type { CustomerRow } from "../tables/customer-table.ts";
import { allOf } from "./all-of.ts";
import { readBeside } from "./approvals.ts";
import { pairs } from "./array-literals.ts";
import { readPresent } from "./fence.ts";
import type { Present } from "./fence.ts";
import { LockSet } from "./locks.ts";
import type { Cell } from "../tables/column.ts";
import { customerRowOf, selectCustomers, selectTokens, tokenRowFrom } from "./row-shapes.ts";
import type { Columns, Session } from "./session.ts";
import { statement } from "./statement.ts";
import type { Statement } from "./statement.ts";

interface Clock {
  readonly nowMs: () => number;
  /** The database's own clock, unless a test has stopped it. */
  readonly databaseMs: (present: Present) => number;
}

const selectOwners = statement(
  `SELECT t.institution_id, t.user_id, t.customer_id FROM unnest($1::text[], $2::text[]) AS k (institution_id, user_id)
   JOIN token AS t ON t.institution_id COLLATE "POSIX" = k.institution_id AND t.user_id = k.user_id`,
);
const selectAnswers = statement(
  `SELECT a.institution_id, a.once_key, a.fingerprint, a.outcome, a.expires_at_ms
   FROM unnest($1::text[], $2::text[]) AS k (institution_id, once_key)
   JOIN kept_answer AS a ON a.institution_id = k.institution_id AND a.once_key = k.once_key`,
);

type Owners = ReadonlyMap<string, NamedCustomer>;

/**
 * Locks the customers and once keys of all subjects and finds them, in one round trip; one more when a subject is named by a
 * user ID, which always stays its customer's, and one when a code is for a customer without a token in use.
 */
export async function findBatch(
  session: Session,
  batch: readonly Asked[],
  clock: Clock,
): Promise<{ found: Found; present: Present }> {
  const owners = await findOwners(
    session,
    batch.map(({ subject }) => subject),
  );
  const customers = new Map<string, FoundRows>();
  const locks = new LockSet();
  const once = new Map<string, readonly [string, string]>();
  for (const { subject, customer: asked, decide } of batch) {
    const { institutionId } = subject;
    const customer = asked ?? ("userId" in subject ? owners.get(nameOf(institutionId, subject.userId)) : undefined);
    if (customer !== undefined) {
      const { customerId, name } = customer;
      const isWhole = typeof decide === "function";
      const rows = customers.get(name);
      if (rows === undefined)
        customers.set(name, { id: [institutionId, customerId], isWhole, customer: undefined, tokens: [] });
      else rows.isWhole ||= isWhole;
      locks.customer(institutionId, customerId);
    }
    if (subject.once !== undefined) {
      once.set(nameOf(institutionId, subject.once.key), [institutionId, subject.once.key]);
      locks.onceKey(institutionId, subject.once.key);
    }
  }
  const all = [...customers.values()];
  const take = locks.take();
  // Each statement sees what was committed before it began: the locks are held by then.
  const [, present, , , answers] = await allOf([
    session.columns(take.statement, take.values),
    readPresent(session),
    readTokens(session, all),
    readCustomers(
      session,
      all.filter(({ isWhole }) => isWhole),
    ),
    once.size === 0 ? [] : session.columns(selectAnswers, pairs(once.values())),
  ]);
  const beside = await readBeside(session, batch);
  const left = all.filter((rows) => !rows.isWhole && !hasTokenInUse(rows));
  for (const rows of left) rows.isWhole = true;
  await readCustomers(session, left);
  const nowMs = clock.nowMs();
  const kept = earlierAnswers(answers, nowMs);
  const rowsOf = ({ name }: NamedCustomer): FoundRows => {
    const rows = customers.get(name);
    if (rows === undefined) throw new RangeError("A customer is decided on whom nobody asked for.");
    return rows;
  };
  const found: Found = {
    fenceMs: present.fenceMs,
    databaseMs: clock.databaseMs(present),
    nowMs,
    ownerOf: (institutionId, userId) => owners.get(nameOf(institutionId, userId)),
    tokensOf: (_institutionId, customer, keys) => openTokens(rowsOf(customer), keys),
    placed: (after) => after,
    customerRow: (_institutionId, customer) => rowsOf(customer).customer,
    approvalRow: (institutionId, approvalId) => beside.approvals.get(nameOf(institutionId, approvalId)),
    staffRow: (institutionId, staffId) => beside.staff.get(nameOf(institutionId, staffId)),
    answer: (institutionId, { key }) => kept.get(nameOf(institutionId, key)) ?? null,
  };
  return { found, present };
}

/** What was read of one customer. */
export interface FoundRows {
  readonly id: readonly [string, string];
  /** Whether the customer's own row was read, too. */
  isWhole: boolean;
  customer: CustomerRow | undefined;
  /** Each its values in the order of the list. */
  tokens: readonly (readonly Cell[])[];
}

export async function readTokens(session: Session, customers: readonly FoundRows[]): Promise<void> {
  await readOf(session, selectTokens, customers, (rows, columns) => {
    rows.tokens = [...rows.tokens, tokenRowFrom(rows.id, columns)];
  });
}

export async function readCustomers(session: Session, customers: readonly FoundRows[]): Promise<void> {
  await readOf(session, selectCustomers, customers, (rows, columns) => {
    rows.customer = customerRowOf(columns);
  });
}

async function readOf(
  session: Session,
  statement: Statement,
  customers: readonly FoundRows[],
  take: (rows: FoundRows, columns: Columns) => void,
): Promise<void> {
  if (customers.length === 0) return;
  for (const columns of await session.columns(statement, pairs(customers.map(({ id }) => id)))) {
    const rows = customers[Number(columns[0]) - 1];
    if (rows !== undefined) take(rows, columns);
  }
}

function hasTokenInUse({ tokens }: FoundRows): boolean {
  return tokens.some((row) => tokenRows.lifeOf(row) === "inUse");
}

/** Of each user ID its customer; those nobody knows are left out. */
export async function findOwners(session: Session, subjects: readonly Subject[]): Promise<Owners> {
  const asked = new Map<string, readonly [string, string]>();
  for (const subject of subjects) {
    if (!("userId" in subject)) continue;
    asked.set(nameOf(subject.institutionId, subject.userId), [subject.institutionId, subject.userId]);
  }
  if (asked.size === 0) return new Map();
  const rows = await session.columns(selectOwners, pairs(asked.values()));
  return new Map(
    rows.map((row) => {
      const [institutionId = "", userId = "", customerId = ""] = row.map(String);
      return [nameOf(institutionId, userId), { customerId, name: nameOf(institutionId, customerId) }];
    }),
  );
}

/** Newest first. @throws RowDamaged when a row is not as it was written */
export function openTokens({ tokens }: FoundRows, keys: InstitutionKeys): readonly LoadedToken[] {
  const newestFirst = tokens.toSorted((a, b) => tokenRows.ordinalOf(b) - tokenRows.ordinalOf(a));
  return newestFirst.map((row) => openToken(row, keys));
}

function earlierAnswers(rows: readonly Columns[], nowMs: number): ReadonlyMap<string, EarlierAnswer> {
  const live = rows.filter((row) => nowMs < Number(row[4]));
  return new Map(
    live.map(([institutionId, key, fingerprint, outcome]) => [
      nameOf(String(institutionId), String(key)),
      answerOf(String(fingerprint), String(outcome)),
    ]),
  );
}

function answerOf(fingerprint: string, text: string): EarlierAnswer {
  const outcome: unknown = JSON.parse(text);
  return { fingerprint, outcome };
}
