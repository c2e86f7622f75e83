import { setImmediate } from "node:timers";
import { mostSubjectsOfAct, StoreBusy } from "@warifu/rules";
import type { ActStore, Decide as DecideAct, Subject } from "@warifu/rules";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";

export type Decide = DecideAct<unknown>;
export type Slot = PromiseSettledResult<unknown>;

/** One subject of one call of `act`. */
export interface Asked {
  readonly subject: Subject;
  /** Its place in its call. */
  readonly index: number;
  readonly decide: Decide;
  /** Where that could be told when it was asked for: nobody else decides on this customer meanwhile. */
  readonly customer: NamedCustomer | undefined;
}

export interface NamedCustomer {
  readonly customerId: string;
  /** Names the customer among those of all institutions. Made once: to look up a new text costs several times what a known one does. */
  readonly name: string;
}

/** An institution's keys, opened before anything is decided. @throws what kept them from opening */
export type OpenedKeys = (institutionId: string) => InstitutionKeys;

/** Told what gathers and what is committed: for an operator's metrics. */
export interface ActObserver {
  /** So many subjects wait for their commit at this moment. */
  waiting(subjects: number): void;
  /** One commit, with how many subjects shared it and how long it took with its decisions. */
  commit(commit: { readonly size: number; readonly seconds: number }): void;
  /** The store found by itself that what it holds may be older than what was answered, and raised the fence to that moment. */
  fenceRaised?(raised: { readonly change: string; readonly fenceMs: number }): void;
}

export interface Gathering {
  readonly observer?: ActObserver | undefined;
  /** Decides a batch in order of arrival and commits it; one slot for each that asked. */
  carryOut(batch: readonly Asked[], keysOf: OpenedKeys): Promise<readonly Slot[]>;
  keysOf(institutionId: string): Promise<InstitutionKeys>;
  /** The customer of a subject where that can be told at once: two names of one customer must not be taken for two customers. */
  customerIdOf?(subject: Subject): string | undefined;
  /** Commits under way at the same time, at most. */
  readonly batches: number;
  /** So many subjects share one commit at most: a longer transaction would keep everybody else waiting. */
  readonly subjectsPerCommit: number;
  /** While a commit is under way, another one begins only for so many, and shares are no smaller: many small ones cost more than they save. */
  readonly worthAnother: number;
  /** Subjects that may wait. More would only wait longer than their askers do. */
  readonly queue: number;
}

/** One call of `act` that waits for its commit. */
interface WaitingCall {
  readonly subjects: readonly Subject[];
  /** Of each subject. */
  readonly customers: readonly (NamedCustomer | undefined)[];
  /** Whom it is about, and its once keys: nothing of it may be in two batches at the same time. */
  readonly names: readonly string[];
  readonly decide: Decide;
  answer(slots: readonly Slot[]): void;
  fail(error: unknown): void;
}

/**
 * Group commit: calls that come while commits are under way are decided together, in order of arrival, in the next one. No
 * timer, no added wait when idle. A customer is in one batch at a time, so batches know nothing of each other.
 */
export function gatherActs(gathering: Gathering): Pick<ActStore, "act"> & { settled(): Promise<void> } {
  const { batches, subjectsPerCommit, worthAnother, queue } = gathering;
  let waiting: WaitingCall[] = [];
  /** Of each batch under way, whom it is about. */
  const busy = new Set<ReadonlySet<string>>();
  const working = new Set<Promise<void>>();
  let subjectsWaiting = 0;
  let subjectsWorking = 0;
  let isWoken = false;

  /**
   * Everybody's fair part of all that are here. One batch with all of them would keep the others from overlapping with it: then
   * nobody decides while the disk works, and the disk rests while somebody decides.
   */
  const fairShare = (): number =>
    Math.min(subjectsPerCommit, Math.max(worthAnother, Math.ceil((subjectsWaiting + subjectsWorking) / batches)));
  const isBusy = (name: string): boolean => {
    for (const names of busy) if (names.has(name)) return true;
    return false;
  };
  /** The calls of the next batch, in order of arrival; whoever must wait for a batch under way keeps its followers behind it. */
  const takeBatch = (): readonly WaitingCall[] => {
    const share = fairShare();
    const blocked = new Set<string>();
    const taken: WaitingCall[] = [];
    const left: WaitingCall[] = [];
    let subjects = 0;
    let seen = 0;
    for (const call of waiting) {
      if (subjects >= share) break;
      seen += 1;
      const fits = taken.length === 0 || subjects + call.subjects.length <= share;
      if (fits && !call.names.some((name) => isBusy(name) || blocked.has(name))) {
        taken.push(call);
        subjects += call.subjects.length;
      } else {
        left.push(call);
        for (const name of call.names) blocked.add(name);
      }
    }
    waiting = [...left, ...waiting.slice(seen)];
    subjectsWaiting -= subjects;
    subjectsWorking += subjects;
    gathering.observer?.waiting(subjectsWaiting);
    return taken;
  };
  const work = async (calls: readonly WaitingCall[]): Promise<void> => {
    const names = new Set(calls.flatMap((call) => call.names));
    busy.add(names);
    try {
      const keysOf = await openKeys(calls, gathering);
      const batch = calls.flatMap(askedBy);
      const beganMs = performance.now();
      const slots = await gathering.carryOut(batch, keysOf);
      gathering.observer?.commit({ size: batch.length, seconds: (performance.now() - beganMs) / 1000 });
      let first = 0;
      for (const call of calls) {
        call.answer(slots.slice(first, first + call.subjects.length));
        first += call.subjects.length;
      }
    } catch (error) {
      for (const call of calls) call.fail(error);
    } finally {
      busy.delete(names);
      for (const { subjects } of calls) subjectsWorking -= subjects.length;
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

  return {
    act(subjects, decide) {
      if (subjects.length > mostSubjectsOfAct) return Promise.reject(tooManySubjects());
      if (subjectsWaiting > 0 && subjectsWaiting + subjects.length > queue) {
        return Promise.reject(new StoreBusy("Too many acts are waiting."));
      }
      return new Promise((resolve, reject) => {
        const answer = (slots: readonly Slot[]) => resolve(slots as never);
        const customers = subjects.map((subject): NamedCustomer | undefined => {
          const customerId = "customerId" in subject ? subject.customerId : gathering.customerIdOf?.(subject);
          if (customerId === undefined) return undefined;
          return { customerId, name: nameOf(subject.institutionId, customerId) };
        });
        waiting.push({ subjects, customers, names: namesOf(subjects, customers), decide, answer, fail: reject });
        subjectsWaiting += subjects.length;
        gathering.observer?.waiting(subjectsWaiting);
        wake();
      });
    },
    /** When every call that waits now has been answered. */
    async settled() {
      while (working.size > 0 || waiting.length > 0) {
        await Promise.all(working);
        // Imported from node:timers and not the global one, which a test with a frozen clock may have replaced.
        await new Promise<void>((resolve) => void setImmediate(resolve));
      }
    },
  };
}

/** A mistake of the caller's: such work is to be divided. */
export function tooManySubjects(): RangeError {
  return new RangeError(`An act has at most ${mostSubjectsOfAct} subjects.`);
}

function askedBy({ subjects, customers, decide }: WaitingCall): Asked[] {
  return subjects.map((subject, index) => ({ subject, index, decide, customer: customers[index] }));
}

/** What one institution calls so, among those of all: no ID holds a line break. */
export function nameOf(institutionId: string, id: string): string {
  return `${institutionId}\n${id}`;
}

function namesOf(subjects: readonly Subject[], customers: readonly (NamedCustomer | undefined)[]): readonly string[] {
  const names: string[] = [];
  for (const [index, subject] of subjects.entries()) {
    const { institutionId, once } = subject;
    const customer = customers[index];
    // Two parts name a customer, three something else.
    if (customer !== undefined) names.push(customer.name);
    else if ("userId" in subject) names.push(`u\n${institutionId}\n${subject.userId}`);
    if (once !== undefined) names.push(`o\n${institutionId}\n${once.key}`);
  }
  return names;
}

/** Opens all keys before anything is locked. An institution whose keys do not open keeps nobody else from acting. */
async function openKeys(calls: readonly WaitingCall[], { keysOf }: Pick<Gathering, "keysOf">): Promise<OpenedKeys> {
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
