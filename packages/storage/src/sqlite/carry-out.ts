import { DecidingBatch, decideBatch } from "../deciding/decide-batch.ts";
import type { Asked, OpenedKeys, Slot } from "../deciding/gather-acts.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import type { Committed } from "./commit-batch.ts";
import type { SqliteEvents } from "./events.ts";
import type { FindBatch } from "./find-batch.ts";
import { toJson } from "../tables/json.ts";
import { writeRecord } from "./journal.ts";
import type { Journal } from "./journal.ts";
import type { Mark } from "./mark.ts";
import type { Settle } from "./settle.ts";
import { BatchWrites } from "./write-batch.ts";
import type { Writer } from "./writer.ts";

export interface CarryOutParts {
  readonly finder: FindBatch;
  readonly fenceMs: () => number;
  readonly events: Pick<SqliteEvents, "takeCursor">;
  readonly journal: Journal;
  readonly serviceKeys: InstitutionKeys;
  readonly writer: Writer;
  readonly settle: Settle;
  readonly mark: Mark;
}

/**
 * Reads, decides and commits. Deciding happens here; the disk is waited for in threads, by the reader before and by the writer after, and
 * nobody is answered before the writer has the commit. A subject that cannot be written is told so, and the others are decided anew
 * without it.
 */
export async function carryOut(
  batch: readonly Asked[],
  keysOf: OpenedKeys,
  parts: CarryOutParts,
): Promise<readonly Slot[]> {
  const read = await parts.finder.find(batch);
  const refused = new Map<number, unknown>();
  for (;;) {
    const found = { ...read, fenceMs: parts.fenceMs() };
    const writes = new BatchWrites(parts.events.takeCursor);
    const slots = decideBatch(batch, new DecidingBatch(found, keysOf), (decided, place) => {
      if (refused.has(place)) throw refused.get(place);
      writes.add(decided, place);
    });
    const committed = await commit(writes, parts);
    if (committed.ok) return slots;
    for (const { subject, error } of committed.failed) refused.set(subject, error);
  }
}

async function commit(
  batch: BatchWrites,
  { journal, serviceKeys, writer, settle, mark }: CarryOutParts,
): Promise<Committed> {
  const { events, eventOwners, writes } = batch;
  const entries = batch.entries();
  if (events.length + writes.length + entries.length === 0) return { ok: true, settled: false };
  const number = events.length === 0 ? mark.nextWrite() : null;
  const { sql, values } = number ?? { sql: "", values: [] };
  const numbered = number === null ? writes : [...writes, { sql, values, subject: writes[0]?.subject ?? 0 }];
  const along = settle.along();
  let settled = false;
  try {
    const record = entries.length === 0 ? null : writeRecord(journal.takeSeq(), entries, serviceKeys);
    const committed = await writer.commit({
      events: toJson(events),
      eventOwners,
      writes: numbered,
      journal: record,
      settling: along?.settling ?? null,
    });
    if (!committed.ok) return committed;
    settled = committed.settled;
    if (record !== null) journal.committed(record.seq, entries);
    mark.committed(number, events);
    return committed;
  } finally {
    along?.ended(settled);
    settle.afterCommit();
  }
}
