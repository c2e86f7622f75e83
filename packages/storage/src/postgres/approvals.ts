import type { ApprovalStore } from "@warifu/rules";
import { nameOf } from "../deciding/gather-acts.ts";
import type { Asked } from "../deciding/gather-acts.ts";
import { approvalSql, approvalStore } from "../rows/approval-row.ts";
import type { SignedApproval } from "../rows/approval-row.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { pairs } from "./array-literals.ts";
import type { Database } from "./database.ts";
import type { Session } from "./session.ts";
import { statement } from "./statement.ts";
import type { Step } from "./statement.ts";

const sql = approvalSql("$");
const one = statement(sql.one);
const waiting = statement(sql.waiting);
const overdue = statement(sql.overdue);
const insert = statement(sql.insert);
const end = statement(sql.end);
const lockAll = statement(
  `SELECT a.* FROM unnest($1::text[], $2::text[]) AS k (institution_id, approval_id)
   JOIN approval AS a ON a.institution_id = k.institution_id AND a.approval_id = k.approval_id
   ORDER BY a.institution_id, a.approval_id FOR UPDATE OF a`,
);
// Nobody changes these people until the acts are committed; other acts may look at them meanwhile.
const lockStaff = statement(
  `SELECT s.* FROM unnest($1::text[], $2::text[]) AS k (institution_id, staff_id)
   JOIN staff AS s ON s.institution_id = k.institution_id AND s.staff_id = k.staff_id
   ORDER BY s.institution_id, s.staff_id FOR SHARE OF s`,
);

/** Rows by the names of what they are about. */
export interface FoundBeside {
  readonly approvals: ReadonlyMap<string, object>;
  readonly staff: ReadonlyMap<string, object>;
}

/**
 * The approvals that the subjects of a batch name, under locks, with all staff whom any of them asks about: whoever asked for an
 * approval that an earlier subject makes is among them. Rare: nothing is asked for where no subject names one.
 */
export async function readBeside(session: Session, batch: readonly Asked[]): Promise<FoundBeside> {
  const approvals = new Map<string, readonly [string, string]>();
  const people = new Map<string, readonly [string, string]>();
  for (const { subject } of batch) {
    const { institutionId, approval } = subject;
    if (approval === undefined) continue;
    approvals.set(nameOf(institutionId, approval.approvalId), [institutionId, approval.approvalId]);
    for (const staffId of approval.staffIds) people.set(nameOf(institutionId, staffId), [institutionId, staffId]);
  }
  if (approvals.size === 0) return nothing;
  const rows = await session.rows<{ institution_id: string; approval_id: string; asked_by: string }>(
    lockAll,
    pairs(approvals.values()),
  );
  for (const { institution_id: id, asked_by: asker } of rows) people.set(nameOf(id, asker), [id, asker]);
  const staff = await session.rows<{ institution_id: string; staff_id: string }>(lockStaff, pairs(people.values()));
  return {
    approvals: new Map(rows.map((row) => [nameOf(row.institution_id, row.approval_id), row])),
    staff: new Map(staff.map((row) => [nameOf(row.institution_id, row.staff_id), row])),
  };
}

const nothing: FoundBeside = { approvals: new Map(), staff: new Map() };

export function writeApproval({ isNew, values }: SignedApproval): Step {
  return { statement: isNew ? insert : end, values };
}

export function postgresApprovals(database: Database, keysOf: KeysOf): ApprovalStore {
  return approvalStore(
    {
      one: (...values) => database.read(one, values),
      waiting: (...values) => database.read(waiting, values),
      overdue: (...values) => database.read(overdue, values),
    },
    keysOf,
  );
}
