import { clockToleranceMs } from "@warifu/rules";
import type { Answered, Policy, Result } from "@warifu/rules";
import type { Breakage } from "./breakages.ts";
import { ClockWatch } from "./clock-watch.ts";
import { decideBatch, type BatchView, type Slot } from "./decide-batch.ts";
import type { BatchEnd, SimulatedDatabase, Transaction } from "./simulated-database.ts";
import type { Answer, SimulatedRequest } from "./simulated-request.ts";
import type { HostClock, Timeline } from "./timeline.ts";

export interface NodeOptions {
  readonly name: string;
  readonly timeline: Timeline;
  readonly clock: HostClock;
  readonly database: SimulatedDatabase;
  readonly policy: Policy;
  /** How much later than now the fence is raised when another database answers (`warifu fence raise --after-restore`). */
  readonly fenceLeadMs: number;
  /** How long the next message to or from the database takes. */
  readonly linkMs: () => number;
  /** Whether the database's next answer never comes. */
  readonly losesAnswer: () => boolean;
  readonly noteAnswer: (answered: Answered) => void;
  readonly trace: (line: string) => void;
  readonly broken: Breakage | null;
}

interface Asked {
  readonly request: SimulatedRequest;
  readonly reply: (answer: Answer) => void;
}

const batchesInFlight = 2;
const largestBatch = 8;
/** So often a batch that was rolled back is decided anew before its requests are told to come again. */
const attempts = 4;

/** A node of the service: gathers requests while commits are in flight, decides them together, answers after the commit. */
export class SimulatedNode {
  readonly name: string;
  readonly clock: HostClock;
  up = true;
  /** What runs for an earlier life of this node finds itself stopped. */
  #life = 0;
  #queue: Asked[] = [];
  /** The latest time by which this node decided anything. */
  #latestMs = 0;
  readonly #clockWatch: ClockWatch;
  /** Whose codes were wrong on this node. */
  readonly #wrongCodes = new Set<string>();
  readonly #flying = new Set<Transaction>();
  readonly #options: NodeOptions;

  constructor(options: NodeOptions) {
    this.name = options.name;
    this.clock = options.clock;
    this.#options = options;
    this.#clockWatch = new ClockWatch(options.timeline, options.clock);
  }

  /** Design §6: no code is decided while node and database disagree about the time. */
  isReady(): boolean {
    const { database, broken } = this.#options;
    const apartMs = Math.abs(this.clock.nowMs() - database.clock.nowMs());
    if (broken === "trustsAnyClock") return this.up;
    return this.up && this.#clockWatch.mayDecide() && apartMs <= clockToleranceMs;
  }

  /** Once a second: to whom something is to be undone, since the clock was ahead, was believed and has been put right. */
  look(): readonly string[] {
    if (!this.isReady() || !this.#clockWatch.takesBack()) return [];
    this.#options.trace(`${this.name} was ahead: undoes what that did`);
    const customerIds = [...this.#wrongCodes];
    this.#wrongCodes.clear();
    return customerIds;
  }

  receive(request: SimulatedRequest, reply: (answer: Answer) => void): void {
    if (!this.isReady()) return reply({ kind: "notBegun" });
    this.#queue.push({ request, reply });
    this.#next();
  }

  /** Everything in memory is gone; what was sent to the database is on its way. */
  crash(): void {
    this.up = false;
    this.#life += 1;
    this.#queue = [];
    this.#latestMs = 0;
    this.#wrongCodes.clear();
    for (const transaction of this.#flying) {
      if (!transaction.commitSent) this.#options.database.rollback(transaction);
    }
    this.#flying.clear();
  }

  restart(): void {
    if (!this.up) this.#clockWatch.restart();
    this.up = true;
  }

  #next(): void {
    if (this.#flying.size >= batchesInFlight || this.#queue.length === 0) return;
    this.#run(this.#queue.splice(0, largestBatch), attempts);
  }

  #run(batch: readonly Asked[], attemptsLeft: number): void {
    const { database, timeline, linkMs, losesAnswer, broken } = this.#options;
    const life = this.#life;
    let slots: readonly Slot[] = [];
    const ended = (end: BatchEnd) => {
      if (losesAnswer() && end === "committed") end = "unknown";
      timeline.after(linkMs(), () => {
        if (life !== this.#life) return;
        this.#flying.delete(transaction);
        if (end === "again" && attemptsLeft > 1) this.#run(batch, attemptsLeft - 1);
        else if (broken !== "answersBeforeCommit" || end !== "committed")
          this.#tell(batch, told(end, batch, slots, broken));
        this.#next();
      });
    };
    const granted = () =>
      timeline.after(linkMs(), () => {
        if (life !== this.#life || !database.isOpen(transaction)) return;
        if (!this.isReady()) return database.giveUp(transaction);
        const decided = decideBatch(
          this.#view(),
          batch.map(({ request }) => request),
        );
        slots = decided.slots;
        if (broken === "answersBeforeCommit") this.#tell(batch, slots);
        transaction.commitSent = true;
        timeline.after(linkMs(), () => database.commit(transaction, decided.writes));
      });
    const rows = new Set(batch.map(({ request }) => request.customerId));
    const transaction: Transaction = { rows, granted, ended, commitSent: false, waits: false };
    this.#flying.add(transaction);
    timeline.after(linkMs(), () => {
      if (life === this.#life) database.begin(transaction);
    });
  }

  /** What the transaction sees, once the fence stands where it must. */
  #view(): BatchView {
    const { database, policy, fenceLeadMs, broken } = this.#options;
    const nowMs = this.clock.nowMs();
    if (broken !== "noFence") {
      const fenceMs = nowMs + (broken === "shortFence" ? 0 : fenceLeadMs);
      if (database.timelineId !== database.fencedTimelineId) this.#raiseFence(fenceMs, "another database answers");
      if (nowMs < this.#latestMs && broken !== "trustsAnyClock")
        this.#raiseFence(this.#latestMs, "the clock went back");
    }
    this.#latestMs = nowMs;
    const answer = (onceKey: string) => database.answer(onceKey);
    return { nowMs, databaseMs: database.clock.nowMs(), policy, head: database.head, answer, broken };
  }

  #raiseFence(fenceMs: number, why: string): void {
    this.#options.trace(`${this.name} raises the fence: ${why}`);
    this.#options.database.raiseFence(fenceMs);
  }

  #tell(batch: readonly Asked[], slots: readonly Slot[]): void {
    batch.forEach(({ request, reply }, index) => {
      const slot = slots[index];
      if (slot === undefined) return;
      if ("answer" in slot) return reply(slot.answer);
      const { once, says } = request;
      if (isWrongCode(slot.outcome)) this.#wrongCodes.add(request.customerId);
      this.#options.noteAnswer({ onceKey: once?.key ?? null, fingerprint: once?.fingerprint ?? says, ...slot });
      reply({ kind: "outcome", outcome: slot.outcome });
    });
  }
}

function isWrongCode(outcome: Result<unknown>): boolean {
  return !outcome.ok && ["mismatch", "drift", "used"].includes(outcome.refusal.code);
}

function told(
  end: BatchEnd,
  batch: readonly Asked[],
  slots: readonly Slot[],
  broken: Breakage | null,
): readonly Slot[] {
  if (end === "committed") return slots;
  if (end === "again") return batch.map(() => ({ answer: { kind: "notBegun" } }));
  if (broken !== "guessesUnknown") return batch.map(() => ({ answer: { kind: "unknown" } }));
  return slots.map((slot) =>
    "answer" in slot ? slot : { ...slot, outcome: { ok: false, refusal: { code: "mismatch" } } },
  );
}
