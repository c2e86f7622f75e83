import { setImmediate } from "node:timers";
import type { DatabaseSync } from "node:sqlite";
import { StoreBusy } from "@warifu/rules";
import type { ActStore } from "@warifu/rules";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import type { Committed } from "./commit-batch.ts";
import { inTransaction } from "./connection.ts";
import { nobody } from "./customers.ts";
import type { KeysOf } from "./data-keys.ts";
import { decideBatch } from "./decide-batch.ts";
import type { Call, DecidedBatch, DecidingParts, Slot } from "./decide-batch.ts";
import type { EventTail } from "./event-tail.ts";
import type { AppendEvent } from "./events.ts";
import { writeRecord } from "./journal.ts";
import type { Journal } from "./journal.ts";
import type { Settle } from "./settle.ts";
import type { Turns } from "./turns.ts";
import type { Writer } from "./writer.ts";

/** One call of `act` that waits for its commit. */
interface WaitingCall extends Call {
  answer(slots: readonly Slot[]): void;
  fail(error: unknown): void;
}

interface Parts extends Omit<DecidingParts, "fenceMs"> {
  readonly appendEvent: AppendEvent;
  readonly tail: EventTail;
  readonly journal: Journal;
  readonly keysOf: KeysOf;
  readonly serviceKeys: InstitutionKeys;
  readonly writer: Writer;
  readonly turns: Turns;
  readonly settle: Settle;
}

/** So many subjects share one commit at most: a longer transaction would keep everybody else waiting. */
const subjectsPerCommit = 256;
/** So many may wait. More would only wait longer than their askers do. */
const mostWaiting = 4096;

/**
 * Acts in one file with one writer. Calls that come while a commit is under way are decided together, in order of arrival, in
 * the next one (group commit): no timer, no added wait when idle. Deciding happens here; the disk is waited for in the
 * writer's thread, and nobody is answered before it has the commit.
 */
export function sqliteActs(db: DatabaseSync, parts: Parts): ActStore & { settled(): Promise<void> } {
  const { appendEvent, customers, journal, keysOf, serviceKeys, settle, tail, turns, writer } = parts;
  const selectFence = db.prepare("SELECT raised_to_ms FROM fence");
  const raise = db.prepare("UPDATE fence SET raised_to_ms = ? WHERE raised_to_ms < ?");
  const fenceMs = () => Number(selectFence.get()?.["raised_to_ms"]);
  const waiting: WaitingCall[] = [];
  let subjectsWaiting = 0;
  let working: Promise<void> | null = null;

  const decide = (calls: readonly Call[], keys: OpenedKeys, refused: ReadonlyMap<string, unknown>): DecidedBatch => {
    // One view of the file for the whole batch, and one look at the log instead of one for each row.
    db.exec("BEGIN");
    try {
      return decideBatch(calls, keys, refused, { ...parts, fenceMs });
    } finally {
      db.exec("COMMIT");
    }
  };
  const commit = async (decided: DecidedBatch): Promise<Committed> => {
    const { entries, events, eventOwners, writes } = decided;
    if (events.length + writes.length + entries.length === 0) return { ok: true };
    const seq = journal.nextSeq();
    const record = entries.length === 0 ? null : writeRecord(seq, entries, serviceKeys);
    const batch = { events: JSON.stringify(events), eventOwners, writes, journal: record, settling: null };
    const committed = await writer.commit(batch);
    if (committed.ok) {
      if (record !== null) journal.committed(seq, entries);
      for (const [institutionId, cursor, , , , , , customerId] of events) {
        if (customerId !== null) tail.appended(institutionId, customerId, cursor);
      }
    }
    return committed;
  };
  /** Decides and commits; a subject that cannot be written is told so and the others are decided anew without it. */
  const carryOut = async (calls: readonly Call[], keys: OpenedKeys): Promise<readonly (readonly Slot[])[]> => {
    const refused = new Map<string, unknown>();
    for (;;) {
      const decided = decide(calls, keys, refused);
      const committed = await commit(decided);
      if (committed.ok) return decided.slots;
      for (const { subject, error } of committed.failed) refused.set(decided.places[subject] ?? "", error);
    }
  };
  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      await nextTurn();
      const calls = takeBatch();
      try {
        const keys = await openKeys(calls, keysOf);
        const slots = await turns.take(() => carryOut(calls, keys));
        calls.forEach((call, index) => call.answer(slots[index] ?? []));
      } catch (error) {
        for (const call of calls) call.fail(error);
      }
      await settle.afterCommit(waiting.length === 0);
    }
    working = null;
  };
  const takeBatch = (): readonly WaitingCall[] => {
    let subjects = 0;
    const tooMany = waiting.findIndex((call, index) => {
      subjects += call.subjects.length;
      return index > 0 && subjects > subjectsPerCommit;
    });
    const calls = waiting.splice(0, tooMany === -1 ? waiting.length : tooMany);
    for (const call of calls) subjectsWaiting -= call.subjects.length;
    return calls;
  };

  return {
    act(subjects, decideOne) {
      if (subjectsWaiting >= mostWaiting) return Promise.reject(new StoreBusy("Too many acts are waiting."));
      return new Promise((resolve, reject) => {
        const answer = (slots: readonly Slot[]) => resolve(slots as never);
        waiting.push({ subjects, decide: decideOne, answer, fail: reject });
        subjectsWaiting += subjects.length;
        working ??= work();
      });
    },
    async look(subject) {
      const keys = await keysOf(subject.institutionId);
      const customerId = customers.customerIdOf(subject);
      return (customerId === undefined ? nobody : customers.load(subject.institutionId, customerId, keys)).state;
    },
    raiseFence: (toMs, event) =>
      turns.take(() =>
        inTransaction(db, () => {
          raise.run(toMs, toMs);
          appendEvent(event);
          return fenceMs();
        }),
      ),
    /** When every call that waits now has been answered. */
    settled: () => working ?? Promise.resolve(),
  };
}

type OpenedKeys = (institutionId: string) => InstitutionKeys;

/** Opens all keys before anything is decided. An institution whose keys do not open keeps nobody else from acting. */
async function openKeys(calls: readonly Call[], keysOf: KeysOf): Promise<OpenedKeys> {
  const ids = [...new Set(calls.flatMap(({ subjects }) => subjects.map(({ institutionId }) => institutionId)))];
  const settled = await Promise.allSettled(ids.map(keysOf));
  const byInstitution = new Map(ids.map((id, index) => [id, settled[index]]));
  return (institutionId) => {
    const keys = byInstitution.get(institutionId);
    if (keys?.status === "fulfilled") return keys.value;
    throw keys?.reason;
  };
}

// Imported from node:timers and not the global one, which a test with a frozen clock may have replaced.
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
