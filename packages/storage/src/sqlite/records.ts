import { setImmediate } from "node:timers/promises";
import type { DatabaseSync } from "node:sqlite";
import type { NewRecord, RecordStore } from "@warifu/rules";
import { hashed, openRecord, sealRecord, wholeEnd } from "../rows/record-row.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { recordTable } from "../tables/record-table.ts";
import { select } from "./select.ts";
import type { WriteAlone } from "./write-alone.ts";

/** The sweep deletes so many at a time and lets requests through in between. */
const sweptAtOnce = 500;

/** Payloads are sealed under the service's own keys: they hold sessions, half-run exchanges and what people typed. */
export function sqliteRecords(db: DatabaseSync, keys: InstitutionKeys, written: WriteAlone): RecordStore {
  const insert = db.prepare(
    "INSERT INTO record (kind, id_hash, sealed, counter, expires_at_ms) VALUES (?, ?, ?, 0, ?)",
  );
  const insertGroup = db.prepare("INSERT OR IGNORE INTO record_group (group_hash, kind, id_hash) VALUES (?, ?, ?)");
  const live = select(
    db,
    recordTable,
    (columns) => `SELECT ${columns} FROM record WHERE kind = ? AND id_hash = ? AND expires_at_ms > ?`,
  );
  const remove = db.prepare("DELETE FROM record WHERE kind = ? AND id_hash = ?");
  // One statement finds and deletes: of any number of callers only one can get the row.
  const take = select(
    db,
    recordTable,
    (columns) => `DELETE FROM record WHERE kind = ? AND id_hash = ? RETURNING ${columns}`,
  );
  const removeEnded = db.prepare("DELETE FROM record WHERE kind = ? AND id_hash = ? AND expires_at_ms <= ?");
  const count = db.prepare(
    `INSERT INTO record (kind, id_hash, sealed, counter, expires_at_ms) VALUES (?, ?, NULL, 1, ?)
     ON CONFLICT (kind, id_hash) DO UPDATE SET counter = counter + 1 RETURNING counter`,
  );
  const selectGroup = select(
    db,
    recordTable,
    (columns) => `SELECT ${columns} FROM record_group JOIN record USING (kind, id_hash)
      WHERE group_hash = ? AND kind = ? AND expires_at_ms > ?`,
  );
  const removeGroup = db.prepare(
    "DELETE FROM record WHERE (kind, id_hash) IN (SELECT kind, id_hash FROM record_group WHERE group_hash = ?)",
  );
  const sweep = db.prepare(
    `DELETE FROM record WHERE (kind, id_hash) IN
       (SELECT kind, id_hash FROM record WHERE expires_at_ms <= ? ORDER BY expires_at_ms LIMIT ${sweptAtOnce})`,
  );

  const sweepAnswers = db.prepare(
    `DELETE FROM kept_answer WHERE (institution_id, once_key) IN
       (SELECT institution_id, once_key FROM kept_answer WHERE expires_at_ms <= ? ORDER BY expires_at_ms LIMIT ${sweptAtOnce})`,
  );

  const replace = (kind: string, id: string, sealed: Uint8Array, { expiresAtMs, groups = [] }: NewRecord) => {
    const idHash = hashed(id);
    remove.run(kind, idHash);
    insert.run(kind, idHash, sealed, wholeEnd(expiresAtMs));
    for (const group of groups) insertGroup.run(hashed(group), kind, idHash);
  };
  const payloadOf = (kind: string, id: string, nowMs: number): unknown => {
    const row = live.get(kind, hashed(id), nowMs);
    return row === undefined ? undefined : openRecord(row, keys).payload;
  };

  return {
    async put(kind, id, payload, expiresAtMs, groups = []) {
      const sealed = sealRecord(kind, id, payload, keys);
      await written(() => replace(kind, id, sealed, { payload, expiresAtMs, groups }));
    },
    get: async (kind, id, nowMs) => payloadOf(kind, id, nowMs),
    change: (kind, id, nowMs, decide) =>
      written(() => {
        const before = payloadOf(kind, id, nowMs);
        const made = decide(before);
        if (made === null) return before;
        replace(kind, id, sealRecord(kind, id, made.payload, keys), made);
        return payloadOf(kind, id, nowMs);
      }),
    async take(kind, id, nowMs) {
      const row = await written(() => take.get(kind, hashed(id)));
      return row === undefined || nowMs >= row.expires_at_ms ? undefined : openRecord(row, keys).payload;
    },
    count: (kind, id, nowMs, expiresAtMs) =>
      written(() => {
        const idHash = hashed(id);
        removeEnded.run(kind, idHash, nowMs);
        return Number(count.get(kind, idHash, wholeEnd(expiresAtMs))?.["counter"]);
      }),
    async remove(kind, id) {
      await written(() => remove.run(kind, hashed(id)));
    },
    inGroup: async (kind, group, nowMs) =>
      selectGroup.all(hashed(group), kind, nowMs).map((row) => openRecord(row, keys)),
    async removeGroup(group) {
      await written(() => removeGroup.run(hashed(group)));
    },
    async sweep(nowMs) {
      let swept = 0;
      for (const statement of [sweep, sweepAnswers]) {
        for (let changes = sweptAtOnce; changes === sweptAtOnce; swept += changes) {
          changes = Number((await written(() => statement.run(nowMs))).changes);
          // Requests come in between.
          await setImmediate();
        }
      }
      return swept;
    },
  };
}
