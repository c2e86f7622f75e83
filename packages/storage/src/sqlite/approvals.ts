import type { DatabaseSync } from "node:sqlite";
import type { ApprovalStore } from "@warifu/rules";
import { approvalSql, approvalStore } from "../rows/approval-row.ts";
import type { SignedApproval } from "../rows/approval-row.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { Write } from "./write.ts";

const sql = approvalSql("?");

export function writeApproval({ isNew, values }: SignedApproval): Write {
  return { sql: isNew ? sql.insert : sql.end, values };
}

export function sqliteApprovals(db: DatabaseSync, keysOf: KeysOf): ApprovalStore {
  const [one, waiting, overdue] = [db.prepare(sql.one), db.prepare(sql.waiting), db.prepare(sql.overdue)];
  return approvalStore(
    {
      one: async (...values) => one.all(...values),
      waiting: async (...values) => waiting.all(...values),
      overdue: async (...values) => overdue.all(...values),
    },
    keysOf,
  );
}
