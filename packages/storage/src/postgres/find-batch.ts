import type { EarlierAnswer, OnceKey, Subject } from "@warifu/rules";
import { checkCustomer } from "../sealing/customer-row.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { RowDamaged } from "../sealing/row-damaged.ts";
import { openToken } from "../sealing/token-row.ts";
import type { TokenRow } from "../sealing/token-row.ts";
import { allOf } from "./all-of.ts";
import type { OpenedKeys } from "../gather-acts.ts";
import { textArray } from "./array-literals.ts";
import { nameOf, nobody } from "./desk.ts";
import type { Found, LoadedState } from "./desk.ts";
import { readPresent } from "./fence.ts";
import type { Present } from "./fence.ts";
import { LockSet } from "./locks.ts";
import { customerRowOf, selectCustomers, tokenRowOf } from "./row-shapes.ts";
import type { Columns, Session } from "./session.ts";
import { statement } from "./statement.ts";

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

type Owners = ReadonlyMap<string, string>;

/**
 * Locks the customers and once keys of all subjects and finds them, in one round trip; one more when a subject is named by a
 * user ID, which always stays its customer's.
 */
export async function findBatch(
  session: Session,
  subjects: readonly Subject[],
  keysOf: OpenedKeys,
  clock: Clock,
): Promise<{ found: Found; present: Present }> {
  const owners = await findOwners(session, subjects);
  const customers = new Map<string, readonly [string, string]>();
  const locks = new LockSet();
  const once = new Map<string, readonly [string, string]>();
  for (const subject of subjects) {
    const { institutionId } = subject;
    const customerId = "customerId" in subject ? subject.customerId : owners.get(nameOf(institutionId, subject.userId));
    if (customerId !== undefined) {
      customers.set(nameOf(institutionId, customerId), [institutionId, customerId]);
      locks.customer(institutionId, customerId);
    }
    if (subject.once !== undefined) {
      once.set(nameOf(institutionId, subject.once.key), [institutionId, subject.once.key]);
      locks.onceKey(institutionId, subject.once.key);
    }
  }
  const names = [...customers.keys()];
  const take = locks.take();
  // Each statement sees what was committed before it began: the locks are held by then.
  const [, present, rows, answers] = await allOf([
    session.columns(take.statement, take.values),
    readPresent(session),
    customers.size === 0 ? [] : session.columns(selectCustomers, pairs(customers.values())),
    once.size === 0 ? [] : session.columns(selectAnswers, pairs(once.values())),
  ]);
  const rowsOf = new Map<string, Columns[]>();
  for (const row of rows) {
    const name = names[Number(row[0]) - 1] ?? "";
    const others = rowsOf.get(name);
    if (others === undefined) rowsOf.set(name, [row]);
    else others.push(row);
  }
  const kept = earlierAnswers(answers, clock.nowMs());
  const found: Found = {
    fenceMs: present.fenceMs,
    databaseMs: clock.databaseMs(present),
    customerIdOf: (institutionId, userId) => owners.get(nameOf(institutionId, userId)),
    load: (institutionId, customerId) =>
      loadedFrom(rowsOf.get(nameOf(institutionId, customerId)) ?? [], keysOf(institutionId)),
    earlier: (institutionId, { key }: OnceKey) => kept.get(nameOf(institutionId, key)) ?? null,
  };
  return { found, present };
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
    rows.map(([institutionId, userId, customerId]) => [
      nameOf(String(institutionId), String(userId)),
      String(customerId),
    ]),
  );
}

/** Opens what was read of one customer. @throws RowDamaged when a row is not as it was written */
export function loadedFrom(rows: readonly Columns[], keys: InstitutionKeys): LoadedState {
  const [first] = rows;
  const customerRow = first === undefined ? null : customerRowOf(first);
  const tokenRows = rows.map(tokenRowOf).filter((row): row is TokenRow => row !== null);
  if (customerRow === null) {
    if (tokenRows.length > 0) throw new RowDamaged("A customer's row was removed from outside.");
    return nobody;
  }
  const loaded = tokenRows.sort((a, b) => b.ordinal - a.ordinal).map((row) => openToken(row, keys));
  const customer = checkCustomer(customerRow, keys);
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
