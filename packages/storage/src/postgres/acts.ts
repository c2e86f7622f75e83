import { setImmediate } from "node:timers";
import { StoreBusy } from "@warifu/rules";
import type { ActStore, Subject } from "@warifu/rules";
import type { KeysOf } from "../sqlite/data-keys.ts";
import { carryOut } from "./carry-out.ts";
import type { Asked, Slot } from "./carry-out.ts";
import type { Database } from "./database.ts";
import type { Decide } from "./desk.ts";
import { raiseFence } from "./fence.ts";
import type { Present } from "./fence.ts";
import type { OpenedKeys } from "./find-batch.ts";
import { look } from "./look.ts";

/** One call of `act` that waits for its commit. */
interface WaitingCall {
  readonly subjects: readonly Subject[];
  /** Whom it is about, and its once keys: nothing of it may be in two batches at the same time. */
  readonly names: readonly string[];
  readonly decide: Decide;
  answer(slots: readonly Slot[]): void;
  fail(error: unknown): void;
}

interface Parts {
  readonly database: Database;
  readonly keysOf: KeysOf;
  readonly nowMs: () => number;
  readonly databaseMs: (present: Present) => number;
  /** Commits under way at the same time, at most. */
  readonly batches: number;
  /** Subjects that may wait, at most. */
  readonly queue: number;
}

/** So many subjects share one commit at most: a longer transaction would keep everybody else waiting. */
const subjectsPerCommit = 128;
/** While a commit is under way, another one begins only for so many: many small ones cost more than they save. */
const worthAnother = 16;

/**
 * Acts by group commit: calls that come while commits are under way are decided together, in order of arrival, in the next
 * one. No timer, no added wait when idle. A customer is in one batch at a time: two would only wait for each other's lock.
 */
export function postgresActs(parts: Parts): ActStore & { settled(): Promise<void> } {
  const { database, keysOf, batches, queue } = parts;
  const waiting: WaitingCall[] = [];
  const busy = new Set<string>();
  const working = new Set<Promise<void>>();
  let subjectsWaiting = 0;
  let isWoken = false;

  /** The calls of the next batch, in order of arrival; whoever must wait for a batch under way keeps its followers behind it. */
  const takeBatch = (): readonly WaitingCall[] => {
    const blocked = new Set(busy);
    const taken: WaitingCall[] = [];
    const left: WaitingCall[] = [];
    let subjects = 0;
    for (const call of waiting) {
      const fits = taken.length === 0 || subjects + call.subjects.length <= subjectsPerCommit;
      if (fits && !call.names.some((name) => blocked.has(name))) {
        taken.push(call);
        subjects += call.subjects.length;
      } else {
        left.push(call);
        for (const name of call.names) blocked.add(name);
      }
    }
    if (taken.length === 0) return taken;
    waiting.splice(0, waiting.length, ...left);
    subjectsWaiting -= subjects;
    for (const { names } of taken) for (const name of names) busy.add(name);
    return taken;
  };
  const work = async (calls: readonly WaitingCall[]): Promise<void> => {
    try {
      const batch = calls.flatMap(({ subjects, decide }) =>
        subjects.map((subject, index): Asked => ({ subject, index, decide })),
      );
      const slots = await carryOut(batch, await openKeys(calls, keysOf), parts);
      let first = 0;
      for (const call of calls) {
        call.answer(slots.slice(first, first + call.subjects.length));
        first += call.subjects.length;
      }
    } catch (error) {
      for (const call of calls) call.fail(error);
    } finally {
      for (const { names } of calls) for (const name of names) busy.delete(name);
    }
  };
  const begin = (): void => {
    isWoken = false;
    while (working.size < batches && waiting.length > 0) {
      if (working.size > 0 && subjectsWaiting < worthAnother) return;
      const calls = takeBatch();
      // Everybody who waits waits for a batch under way.
      if (calls.length === 0) return;
      const worked = work(calls).finally(() => {
        working.delete(worked);
        wake();
      });
      working.add(worked);
    }
  };
  const wake = (): void => {
    if (isWoken || waiting.length === 0) return;
    isWoken = true;
    // Whatever else this turn of the event loop brings comes along.
    setImmediate(begin);
  };
  const settled = async (): Promise<void> => {
    while (working.size > 0 || waiting.length > 0) {
      await Promise.all(working);
      await new Promise<void>((resolve) => void setImmediate(resolve));
    }
  };

  return {
    act(subjects, decide) {
      if (subjectsWaiting > 0 && subjectsWaiting + subjects.length > queue) {
        return Promise.reject(new StoreBusy("Too many acts are waiting."));
      }
      return new Promise((resolve, reject) => {
        const answer = (slots: readonly Slot[]) => resolve(slots as never);
        waiting.push({ subjects, names: namesOf(subjects), decide, answer, fail: reject });
        subjectsWaiting += subjects.length;
        wake();
      });
    },
    look: async (subject) => look(database, subject, await keysOf(subject.institutionId)),
    raiseFence: (toMs, event) => raiseFence(database, toMs, event),
    /** When every call that waits now has been answered. */
    settled,
  };
}

function namesOf(subjects: readonly Subject[]): readonly string[] {
  const names: string[] = [];
  for (const subject of subjects) {
    const { institutionId, once } = subject;
    names.push(
      "customerId" in subject ? `c\n${institutionId}\n${subject.customerId}` : `u\n${institutionId}\n${subject.userId}`,
    );
    if (once !== undefined) names.push(`o\n${institutionId}\n${once.key}`);
  }
  return names;
}

/** Opens all keys before anything is locked. An institution whose keys do not open keeps nobody else from acting. */
async function openKeys(calls: readonly WaitingCall[], keysOf: KeysOf): Promise<OpenedKeys> {
  const ids = new Set<string>();
  for (const { subjects } of calls) for (const { institutionId } of subjects) ids.add(institutionId);
  const names = [...ids];
  const settled = await Promise.allSettled(names.map(keysOf));
  const byInstitution = new Map(names.map((id, index) => [id, settled[index]]));
  return (institutionId) => {
    const keys = byInstitution.get(institutionId);
    if (keys?.status === "fulfilled") return keys.value;
    throw keys?.reason;
  };
}
