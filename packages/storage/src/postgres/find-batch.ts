import type { EarlierAnswer, OnceKey, Subject } from "@warifu/rules";
import { AppliedCustomer, checkCustomer, customerRemoved } from "../sealing/customer-row.ts";
import type { CustomerRow } from "../sealing/customer-row.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { RowDamaged } from "../sealing/row-damaged.ts";
import { openToken, tokens as tokenRows } from "../sealing/token-row.ts";
import { allOf } from "./all-of.ts";
import { customerName } from "../deciding/gather-acts.ts";
import type { Asked, NamedCustomer, OpenedKeys } from "../deciding/gather-acts.ts";
import { openBeside, readBeside } from "./approvals.ts";
import type { FoundBeside } from "./approvals.ts";
import { textArray } from "./array-literals.ts";
import { nameOf, nobody } from "./desk.ts";
import type { Found, LoadedState } from "./desk.ts";
import { readPresent } from "./fence.ts";
import type { Present } from "./fence.ts";
import { LockSet } from "./locks.ts";
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
  keysOf: OpenedKeys,
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
      const isWhole = decide.byTokenInUse !== true;
      const rows = customers.get(name);
      if (rows === undefined)
        customers.set(name, { id: [institutionId, customerId], isWhole, customer: null, tokens: [] });
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
  const besides = await readBesides(session, batch);
  const left = all.filter((rows) => !rows.isWhole && !hasTokenInUse(rows));
  for (const rows of left) rows.isWhole = true;
  await readCustomers(session, left);
  const kept = earlierAnswers(answers, clock.nowMs());
  const found: Found = {
    fenceMs: present.fenceMs,
    databaseMs: clock.databaseMs(present),
    ownerOf: (institutionId, userId) => owners.get(nameOf(institutionId, userId)),
    load(institutionId, { name }) {
      const rows = customers.get(name);
      return rows === undefined ? nobody : loadedFrom(rows, keysOf(institutionId));
    },
    besideFor(institutionId, { approvalId, staffIds }) {
      const beside = besides.get(besideName(institutionId, approvalId, staffIds));
      if (beside === undefined) throw new Error("The approval was not read.");
      return openBeside(beside, keysOf(institutionId));
    },
    earlier: (institutionId, { key }: OnceKey) => kept.get(nameOf(institutionId, key)) ?? null,
  };
  return { found, present };
}

/** Rare, so one after the other: the customers' locks are held by then. */
async function readBesides(session: Session, batch: readonly Asked[]): Promise<ReadonlyMap<string, FoundBeside>> {
  const besides = new Map<string, FoundBeside>();
  for (const { subject } of batch) {
    if (subject.approval === undefined) continue;
    const { institutionId, approval } = subject;
    const name = besideName(institutionId, approval.approvalId, approval.staffIds);
    if (!besides.has(name)) besides.set(name, await readBeside(session, institutionId, approval));
  }
  return besides;
}

function besideName(institutionId: string, approvalId: string, staffIds: readonly string[]): string {
  return JSON.stringify([institutionId, approvalId, staffIds]);
}

/** What was read of one customer. */
export interface FoundRows {
  readonly id: readonly [string, string];
  /** Whether the customer's own row was read, too. */
  isWhole: boolean;
  customer: CustomerRow | null;
  /** Each its values in the order of the list. */
  tokens: readonly (readonly unknown[])[];
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
      const [institutionId, userId, customerId] = row.map(String) as [string, string, string];
      return [nameOf(institutionId, userId), { customerId, name: customerName(institutionId, customerId) }];
    }),
  );
}

/** Opens what was read of one customer. @throws RowDamaged when a row is not as it was written */
export function loadedFrom(
  { id, isWhole, customer: customerRow, tokens }: FoundRows,
  keys: InstitutionKeys,
): LoadedState {
  if (isWhole && customerRow === null) {
    if (tokens.length > 0) throw new RowDamaged(customerRemoved);
    return nobody;
  }
  const newestFirst = tokens.toSorted((a, b) => tokenRows.ordinalOf(b) - tokenRows.ordinalOf(a));
  const loaded = newestFirst.map((row) => openToken(row, keys));
  const [institutionId, customerId] = id;
  const customer =
    customerRow === null ? new AppliedCustomer(institutionId, customerId) : checkCustomer(customerRow, keys);
  return { state: { customer, tokens: loaded.map(({ token }) => token) }, customerRow, loaded };
}

/** The values of a statement that asks for pairs of names. */
export function pairs(names: Iterable<readonly [string, string]>): readonly [string, string] {
  const all = [...names];
  return [textArray(all.map(([first]) => first)), textArray(all.map(([, second]) => second))];
}

function earlierAnswers(rows: readonly Columns[], nowMs: number): ReadonlyMap<string, EarlierAnswer> {
  const live = rows.filter((row) => nowMs < Number(row[4]));
  return new Map(
    live.map(([institutionId, key, fingerprint, outcome]) => [
      nameOf(String(institutionId), String(key)),
      { fingerprint: String(fingerprint), outcome: JSON.parse(String(outcome)) as unknown },
    ]),
  );
}
