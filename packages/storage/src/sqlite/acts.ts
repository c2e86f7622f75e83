import type { DatabaseSync } from "node:sqlite";
import type { ActStore, AuditEvent } from "@warifu/rules";
import { gatherActs } from "../deciding/gather-acts.ts";
import type { ActObserver, Asked, OpenedKeys, Slot } from "../deciding/gather-acts.ts";
import { longestDriftMs } from "../rows/institution-row.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import type { Committed } from "./commit-batch.ts";
import { decideBatch } from "./decide-batch.ts";
import type { DecidedBatch, DecidingParts } from "./decide-batch.ts";
import type { SqliteEvents } from "./events.ts";
import { writeRecord } from "./journal.ts";
import type { Journal } from "./journal.ts";
import type { CopyFound, Mark } from "./mark.ts";
import type { ReadAhead } from "./read-ahead.ts";
import type { Settle } from "./settle.ts";
import type { Turns } from "./turns.ts";
import type { Writer } from "./writer.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { WriteAlone } from "./write-alone.ts";

interface Parts extends Omit<DecidingParts, "fenceMs" | "takeCursor"> {
  readonly events: Omit<SqliteEvents, "store">;
  readonly journal: Journal;
  readonly readAhead: ReadAhead;
  readonly keysOf: KeysOf;
  readonly serviceKeys: InstitutionKeys;
  readonly writer: Writer;
  readonly turns: Turns;
  readonly written: WriteAlone;
  readonly settle: Settle;
  readonly observer?: ActObserver | undefined;
  readonly mark: Mark;
}

/** One batch is read while another is decided and a third committed: none of the three waits for the others. */
const limits = { batches: 3, subjectsPerCommit: 256, worthAnother: 8, queue: 4096 };

/**
 * Acts in one file with one owner. Deciding happens here; the disk is waited for in threads, by the reader before and by the
 * writer after, and nobody is answered before the writer has the commit.
 */
export function sqliteActs(db: DatabaseSync, parts: Parts): ActStore & { settled(): Promise<void> } {
  const {
    customers,
    events: cursors,
    journal,
    keysOf,
    readAhead,
    serviceKeys,
    settle,
    turns,
    written,
    writer,
    observer,
    mark,
    nowMs,
  } = parts;
  const selectFence = db.prepare("SELECT raised_to_ms FROM fence");
  const raise = db.prepare("UPDATE fence SET raised_to_ms = ? WHERE raised_to_ms < ?");
  // Known once it was read: the file has one owner, so nobody else raises it.
  let knownFenceMs: number | null = null;
  const fenceMs = () => (knownFenceMs ??= Number(selectFence.get()?.["raised_to_ms"]));

  const commit = async ({ entries, events, eventOwners, writes }: DecidedBatch): Promise<Committed> => {
    if (events.length + writes.length + entries.length === 0) return { ok: true, settled: false };
    const number = events.length === 0 ? mark.nextWrite() : null;
    const { sql, values } = number ?? { sql: "", values: [] };
    const numbered = number === null ? writes : [...writes, { sql, values, subject: writes[0]?.subject ?? 0 }];
    const along = settle.along();
    let settled = false;
    try {
      const record = entries.length === 0 ? null : writeRecord(journal.takeSeq(), entries, serviceKeys);
      const committed = await writer.commit({
        events: JSON.stringify(events),
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
  };
  /** Reads, decides and commits; a subject that cannot be written is told so and the others are decided anew without it. */
  const carryOut = async (batch: readonly Asked[], keys: OpenedKeys): Promise<readonly Slot[]> => {
    const rows = await readAhead.read(batch);
    const refused = new Map<number, unknown>();
    for (;;) {
      const decided = decideBatch(batch, rows, keys, refused, { ...parts, fenceMs, takeCursor: cursors.takeCursor });
      const committed = await commit(decided);
      if (committed.ok) return decided.slots;
      for (const { subject, error } of committed.failed) refused.set(subject, error);
    }
  };
  const gathered = gatherActs({
    ...limits,
    observer,
    keysOf,
    customerIdOf: (subject) => customers.customerIdOf(subject),
    carryOut: (batch, keys) => turns.shared(() => carryOut(batch, keys)),
  });

  /** What a copy lost is dealt with before anything is decided on it, unless an operator has declared it before. */
  let change: CopyFound | null = mark.found;
  let dealing: Promise<unknown> | null = null;
  const raiseTo = async (toMs: number, event: AuditEvent, isDealing: boolean): Promise<number> => {
    const number = isDealing && change !== null ? mark.dealingWrite() : null;
    await written(() => {
      // Read anew, also after a commit that broke off: what the file says counts.
      knownFenceMs = null;
      raise.run(toMs, toMs);
      cursors.append(event);
      if (number !== null) db.prepare(number.sql).run(...number.values);
    });
    if (number !== null) {
      mark.committed(number);
      change = null;
    }
    return fenceMs();
  };
  // A raise for another reason (a clock that went back, a damaged journal) does not hide what was found: only the operator declares it.
  const raiseFence: ActStore["raiseFence"] = (toMs, event) => raiseTo(toMs, event, event.actor.kind === "operator");
  const dealt = (found: CopyFound): Promise<unknown> => {
    dealing ??= dealWith(db, found, nowMs(), {
      raiseFence: (toMs, event) => raiseTo(toMs, event, true),
      keysOf,
      observer,
    }).finally(() => {
      dealing = null;
    });
    return dealing;
  };
  const act: ActStore["act"] = (subjects, decide) =>
    change === null ? gathered.act(subjects, decide) : dealt(change).then(() => gathered.act(subjects, decide));

  return {
    ...gathered,
    act,
    // An act that changes nothing: while a commit is under way, neither the file nor the journal alone says how a customer stands.
    async look({ once: _once, ...subject }) {
      const [slot] = await act([subject], (state) => ({ outcome: state, changes: {}, events: [], mails: [] }));
      if (slot?.status !== "fulfilled") throw slot?.reason;
      return slot.value;
    },
    raiseFence,
  };
}

/**
 * An older copy of the file, or one that came from elsewhere: acts that were answered may be missing, and what was learned since about
 * phones that run ahead. Every code that any phone could have shown until now counts as used.
 */
async function dealWith(
  db: DatabaseSync,
  change: CopyFound,
  atMs: number,
  { raiseFence, keysOf, observer }: Pick<ActStore, "raiseFence"> & Pick<Parts, "keysOf" | "observer">,
): Promise<void> {
  const aheadMs = await longestDriftMs(db.prepare("SELECT * FROM institution").all(), keysOf);
  const fenceMs = await raiseFence(atMs + aheadMs, {
    type: "fence.raised",
    atMs,
    actor: { kind: "service", id: null, channel: "job" },
    institutionId: null,
    customerId: null,
    tokenId: null,
    detail: { reason: "history", change },
  });
  observer?.fenceRaised?.({ change, fenceMs });
}
