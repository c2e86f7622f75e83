import type { NewRecord, RecordStore } from "@warifu/rules";
import { hashed, openRecord, sealRecord, wholeEnd } from "../rows/record-row.ts";
import type { RecordRow } from "../rows/record-row.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { bytesArray } from "./array-literals.ts";
import type { Database } from "./database.ts";
import type { Session } from "./session.ts";
import { statement } from "./statement.ts";
import type { Statement, Step } from "./statement.ts";

/** The sweep deletes so many at a time and lets requests through in between. */
const sweptAtOnce = 500;

const put = statement(
  `INSERT INTO record (kind, id_hash, sealed, counter, expires_at_ms) VALUES ($1, $2, $3, 0, $4)
   ON CONFLICT (kind, id_hash) DO UPDATE SET sealed = excluded.sealed, counter = 0, expires_at_ms = excluded.expires_at_ms`,
);
const leaveGroups = statement("DELETE FROM record_group WHERE kind = $1 AND id_hash = $2");
const joinGroups = statement(
  `INSERT INTO record_group (group_hash, kind, id_hash) SELECT g, $1, $2 FROM unnest($3::bytea[]) AS g
   ON CONFLICT DO NOTHING`,
);
const select = statement("SELECT * FROM record WHERE kind = $1 AND id_hash = $2 AND expires_at_ms > $3");
const lock = statement("SELECT * FROM record WHERE kind = $1 AND id_hash = $2 FOR UPDATE");
/** So that whoever else would make the same record waits until this one's commit. */
const makeEmpty = statement(
  `INSERT INTO record (kind, id_hash, sealed, counter, expires_at_ms) VALUES ($1, $2, NULL, 0, 0) ON CONFLICT DO NOTHING
   RETURNING *`,
);
/** One statement finds and deletes: of any number of callers only one can get the row. */
const take = statement("DELETE FROM record WHERE kind = $1 AND id_hash = $2 RETURNING *");
const removeEnded = statement("DELETE FROM record WHERE kind = $1 AND id_hash = $2 AND expires_at_ms <= $3");
const count = statement(
  `INSERT INTO record AS r (kind, id_hash, sealed, counter, expires_at_ms) VALUES ($1, $2, NULL, 1, $3)
   ON CONFLICT (kind, id_hash) DO UPDATE SET counter = r.counter + 1 RETURNING counter`,
);
const selectGroup = statement(
  `SELECT r.* FROM record_group AS g JOIN record AS r ON r.kind = g.kind AND r.id_hash = g.id_hash
   WHERE g.group_hash = $1 AND g.kind = $2 AND r.expires_at_ms > $3`,
);
const removeGroup = statement(
  `DELETE FROM record AS r USING record_group AS g WHERE g.group_hash = $1 AND r.kind = g.kind AND r.id_hash = g.id_hash`,
);
const sweepRecords = statement(
  `WITH ended AS (SELECT kind, id_hash FROM record WHERE expires_at_ms <= $1 ORDER BY expires_at_ms LIMIT ${sweptAtOnce}
     FOR UPDATE SKIP LOCKED)
   DELETE FROM record AS r USING ended AS e WHERE r.kind = e.kind AND r.id_hash = e.id_hash RETURNING 1 AS one`,
);
const sweepAnswers = statement(
  `WITH ended AS (SELECT institution_id, once_key FROM kept_answer WHERE expires_at_ms <= $1 ORDER BY expires_at_ms
     LIMIT ${sweptAtOnce} FOR UPDATE SKIP LOCKED)
   DELETE FROM kept_answer AS a USING ended AS e WHERE a.institution_id = e.institution_id AND a.once_key = e.once_key
   RETURNING 1 AS one`,
);

/** Payloads are sealed under the service's own keys: they hold sessions, half-run exchanges and what people typed. */
export function postgresRecords(database: Database, keys: InstitutionKeys): RecordStore {
  const one = (asked: Statement, values: readonly unknown[]) =>
    database.together<RecordRow>([{ statement: asked, values }]);
  const replacing = (kind: string, id: string, { payload, expiresAtMs, groups = [] }: NewRecord): Step[] => {
    const idHash = hashed(id);
    const sealed = sealRecord(kind, id, payload, keys);
    const steps: Step[] = [
      { statement: put, values: [kind, idHash, sealed, wholeEnd(expiresAtMs)] },
      { statement: leaveGroups, values: [kind, idHash] },
    ];
    if (groups.length > 0) {
      const hashes = groups.map(hashed).toSorted(Buffer.compare);
      steps.push({ statement: joinGroups, values: [kind, idHash, bytesArray(hashes)] });
    }
    return steps;
  };
  return {
    async put(kind, id, payload, expiresAtMs, groups = []) {
      await database.together(replacing(kind, id, { payload, expiresAtMs, groups }));
    },
    async get(kind, id, nowMs) {
      const [row] = await database.read<RecordRow>(select, [kind, hashed(id), nowMs]);
      return row === undefined ? undefined : openRecord(row, keys).payload;
    },
    change: (kind, id, nowMs, decide) =>
      database.transaction(async (session) => {
        const { row, isNew } = await lockedRow(session, kind, hashed(id));
        const before = nowMs < row.expires_at_ms ? openRecord(row, keys).payload : undefined;
        const made = decide(before);
        if (made !== null) return { value: asJson(made.payload), last: replacing(kind, id, made) };
        return { value: before, last: isNew ? [{ statement: take, values: [kind, hashed(id)] }] : [] };
      }),
    async take(kind, id, nowMs) {
      const [[row] = []] = await one(take, [kind, hashed(id)]);
      return row === undefined || nowMs >= row.expires_at_ms ? undefined : openRecord(row, keys).payload;
    },
    async count(kind, id, nowMs, expiresAtMs) {
      const idHash = hashed(id);
      const [, [row] = []] = await database.together<RecordRow>([
        { statement: removeEnded, values: [kind, idHash, nowMs] },
        { statement: count, values: [kind, idHash, wholeEnd(expiresAtMs)] },
      ]);
      return Number(row?.counter);
    },
    async remove(kind, id) {
      await one(take, [kind, hashed(id)]);
    },
    inGroup: async (kind, group, nowMs) =>
      (await database.read<RecordRow>(selectGroup, [hashed(group), kind, nowMs])).map((row) => openRecord(row, keys)),
    async removeGroup(group) {
      await one(removeGroup, [hashed(group)]);
    },
    async sweep(nowMs) {
      let swept = 0;
      for (const asked of [sweepRecords, sweepAnswers]) {
        for (let gone = sweptAtOnce; gone === sweptAtOnce; swept += gone) {
          const [rows = []] = await one(asked, [nowMs]);
          gone = rows.length;
        }
      }
      return swept;
    },
  };
}

/** The record's row, held until the commit; an empty one that has ended where there was none. */
async function lockedRow(
  session: Session,
  kind: string,
  idHash: Uint8Array,
): Promise<{ readonly row: RecordRow; readonly isNew: boolean }> {
  for (;;) {
    const [made] = await session.rows<RecordRow>(makeEmpty, [kind, idHash]);
    if (made !== undefined) return { row: made, isNew: true };
    const [found] = await session.rows<RecordRow>(lock, [kind, idHash]);
    if (found !== undefined) return { row: found, isNew: false };
    // Removed between the two: nobody has it now.
  }
}

/** As the database gives it back. */
function asJson(payload: unknown): unknown {
  return JSON.parse(JSON.stringify(payload ?? null));
}
