import type { DatabaseSync } from "node:sqlite";
import type { EarlierAnswer, Subject } from "@warifu/rules";

/** Answers under once keys, read and written in the transaction that is open. */
export interface KeptAnswers {
  earlier(subject: Subject): EarlierAnswer | null;
  keep(subject: Subject, outcome: unknown): void;
}

export function sqliteKeptAnswers(db: DatabaseSync, nowMs: () => number): KeptAnswers {
  const select = db.prepare(
    "SELECT fingerprint, outcome FROM kept_answer WHERE institution_id = ? AND once_key = ? AND expires_at_ms > ?",
  );
  const put = db.prepare(
    "INSERT OR REPLACE INTO kept_answer (institution_id, once_key, fingerprint, outcome, expires_at_ms) VALUES (?, ?, ?, ?, ?)",
  );
  return {
    earlier({ institutionId, once }) {
      if (once === undefined) return null;
      const row = select.get(institutionId, once.key, nowMs());
      if (row === undefined) return null;
      return { fingerprint: String(row["fingerprint"]), outcome: JSON.parse(String(row["outcome"])) };
    },
    keep({ institutionId, once }, outcome) {
      if (once === undefined) return;
      put.run(institutionId, once.key, once.fingerprint, JSON.stringify(outcome ?? null), once.expiresAtMs);
    },
  };
}
