import type { Approval, CustomerState, Performed } from "@warifu/rules";
import type { Breakage } from "./breakages.ts";
import type { HostClock, Timeline } from "./timeline.ts";

/** An answer kept under a once key, with the act whose outcome it is. */
export interface KeptAnswer {
  readonly fingerprint: string;
  readonly json: string;
  readonly performed: Performed;
}

/** Everything that is stored, as one commit left it. */
export interface Snapshot {
  readonly states: ReadonlyMap<string, CustomerState>;
  readonly approvals: ReadonlyMap<string, Approval>;
  readonly fenceMs: number;
  /** What this commit did, and what it kept under once keys. */
  readonly performed: readonly Performed[];
  readonly answers: ReadonlyMap<string, KeptAnswer>;
}

export type Writes = Pick<Snapshot, "states" | "approvals" | "answers" | "performed">;

/** How a batch ended, as the node's connection tells it. `again`: nothing was written, it may be decided anew. */
export type BatchEnd = "committed" | "unknown" | "again";

/** One batch in the database: waits for its rows, holds them until it ends. */
export interface Transaction {
  readonly rows: ReadonlySet<string>;
  readonly granted: () => void;
  readonly ended: (end: BatchEnd) => void;
  /** From then on nobody but the database knows what becomes of it. */
  commitSent: boolean;
  /** Committed here, waiting for the standby. */
  waits: boolean;
}

export interface DatabaseOptions {
  readonly timeline: Timeline;
  readonly clock: HostClock;
  /** Synchronous: a commit is answered, and its rows are let go, only when the standby has it too. */
  readonly synchronous: boolean;
  readonly replicationMs: () => number;
  readonly broken: Breakage | null;
}

/**
 * One database with a standby, as a log of commits: the primary has all of it, the standby its beginning. Keeps the promises of
 * `ActStore` at explicit moments: rows granted, read, commit, replication, answer.
 */
export class SimulatedDatabase {
  readonly clock: HostClock;
  readonly log: Snapshot[] = [
    { states: new Map(), approvals: new Map(), fenceMs: 0, performed: [], answers: new Map() },
  ];
  /** How much of the log the standby has. */
  replicated = 1;
  /** Rises with every promotion and restore; nodes see it on their connection. */
  timelineId = 1;
  fencedTimelineId = 1;
  readonly #options: DatabaseOptions;
  readonly #holders = new Map<string, Transaction>();
  #waiting: Transaction[] = [];
  readonly #open = new Set<Transaction>();
  /** Where in the log each kept answer stands, if it still does. */
  readonly #answerPlaces = new Map<string, number>();

  constructor(options: DatabaseOptions) {
    this.#options = options;
    this.clock = options.clock;
  }

  get head(): Snapshot {
    const last = this.log.at(-1);
    if (last === undefined) throw new Error("The log is empty");
    return last;
  }

  answer(onceKey: string): KeptAnswer | undefined {
    return this.log[this.#answerPlaces.get(onceKey) ?? 0]?.answers.get(onceKey);
  }

  /** Waits for the rows, all at once and first come first served, then calls `granted`. */
  begin(transaction: Transaction): void {
    this.#open.add(transaction);
    this.#waiting.push(transaction);
    this.#grant();
  }

  /** Whether it still holds its rows. */
  isOpen(transaction: Transaction): boolean {
    return this.#open.has(transaction);
  }

  /** The node went away before it sent the commit: the rows are free again. */
  rollback(transaction: Transaction): void {
    this.#end(transaction);
  }

  /** Nothing is decided: the node finds its clock wrong. */
  giveUp(transaction: Transaction): void {
    this.#end(transaction, "again");
  }

  /** The commit has arrived. */
  commit(transaction: Transaction, writes: Writes): void {
    if (!this.#open.has(transaction)) return;
    if ([...writes.answers.keys()].some((key) => this.answer(key) !== undefined)) {
      return this.#end(transaction, "again");
    }
    const { states, approvals, fenceMs } = this.head;
    for (const key of writes.answers.keys()) this.#answerPlaces.set(key, this.log.length);
    this.log.push({
      states: new Map([...states, ...writes.states]),
      approvals: new Map([...approvals, ...writes.approvals]),
      fenceMs,
      performed: writes.performed,
      answers: writes.answers,
    });
    const { timelineId } = this;
    const place = this.log.length;
    const { timeline, synchronous, replicationMs } = this.#options;
    if (!synchronous) this.#end(transaction, "committed");
    transaction.waits = synchronous;
    timeline.after(replicationMs(), () => {
      if (this.timelineId !== timelineId) return;
      this.replicated = Math.max(this.replicated, place);
      if (synchronous) this.#end(transaction, "committed");
    });
  }

  /** Somebody cancels the wait for the standby: committed here, perhaps nowhere else, and visible from now on. */
  cancelWaits(): void {
    const waiting = [...this.#open].filter(({ waits }) => waits);
    for (const transaction of waiting) this.#end(transaction, "unknown");
  }

  raiseFence(fenceMs: number): void {
    const { head } = this;
    this.log.push({ ...head, fenceMs: Math.max(head.fenceMs, fenceMs), performed: [], answers: new Map() });
    // Its commit waits for the standby before anything is decided under it.
    this.replicated = this.log.length;
    this.fencedTimelineId = this.timelineId;
  }

  /** The standby, or a backup of so many commits, takes over: the rest of the log is gone and every connection breaks. */
  takeOver(length = this.replicated): void {
    this.log.length = Math.max(1, length);
    this.replicated = this.log.length;
    this.timelineId += 1;
    const broken = [...this.#open];
    this.#open.clear();
    this.#holders.clear();
    this.#waiting = [];
    for (const { ended, commitSent } of broken) ended(commitSent ? "unknown" : "again");
  }

  #end(transaction: Transaction, end: BatchEnd | null = null): void {
    if (!this.#open.delete(transaction)) return;
    this.#waiting = this.#waiting.filter((other) => other !== transaction);
    for (const row of transaction.rows) if (this.#holders.get(row) === transaction) this.#holders.delete(row);
    if (end !== null) transaction.ended(end);
    this.#grant();
  }

  #grant(): void {
    const claimed = new Set(this.#options.broken === "locksNoRows" ? [] : this.#holders.keys());
    for (const transaction of this.#waiting.slice()) {
      const free = [...transaction.rows].every((row) => !claimed.has(row));
      if (this.#options.broken !== "locksNoRows") for (const row of transaction.rows) claimed.add(row);
      if (!free) continue;
      this.#waiting = this.#waiting.filter((other) => other !== transaction);
      for (const row of transaction.rows) this.#holders.set(row, transaction);
      transaction.granted();
    }
  }
}
