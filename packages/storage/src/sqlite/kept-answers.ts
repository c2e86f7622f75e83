import type { OnceKey } from "@warifu/rules";
import type { Write } from "./write.ts";

const keepSql = `
  INSERT OR REPLACE INTO kept_answer (institution_id, once_key, fingerprint, outcome, expires_at_ms)
  VALUES (?, ?, ?, ?, ?)`;

/** Keeps an answer under a once key. @param outcome JSON */
export function keepAnswer(institutionId: string, once: OnceKey, outcome: string): Write {
  const { key, fingerprint, expiresAtMs } = once;
  return { sql: keepSql, values: [institutionId, key, fingerprint, outcome, expiresAtMs] };
}
