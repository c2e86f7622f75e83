import type { DatabaseSync } from "node:sqlite";
import type { EarlierAnswer, OnceKey } from "@warifu/rules";
import type { Write } from "./commit-batch.ts";

/** Answers under once keys. */
export interface KeptAnswers {
  earlier(institutionId: string, once: OnceKey): EarlierAnswer | null;
  keep(institutionId: string, once: OnceKey, outcome: unknown): Write;
}

const keepSql = `
  INSERT OR REPLACE INTO kept_answer (institution_id, once_key, fingerprint, outcome, expires_at_ms)
  VALUES (?, ?, ?, ?, ?)`;

export function sqliteKeptAnswers(db: DatabaseSync, nowMs: () => number): KeptAnswers {
  const select = db.prepare(
    "SELECT fingerprint, outcome FROM kept_answer WHERE institution_id = ? AND once_key = ? AND expires_at_ms > ?",
  );
  return {
    earlier(institutionId, { key }) {
      const row = select.get(institutionId, key, nowMs());
      if (row === undefined) return null;
      return { fingerprint: String(row["fingerprint"]), outcome: JSON.parse(String(row["outcome"])) };
    },
    keep: (institutionId, { key, fingerprint, expiresAtMs }, outcome) => ({
      sql: keepSql,
      values: [institutionId, key, fingerprint, JSON.stringify(outcome ?? null), expiresAtMs],
    }),
  };
}
