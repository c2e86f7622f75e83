import { checkInvariants, defaultPolicy, type Answered, type Policy, type Violation } from "@warifu/rules";
import type { Breakage } from "./breakages.ts";
import { Chance } from "./chance.ts";
import type { SeenCode } from "./phone.ts";
import { SimulatedDatabase } from "./simulated-database.ts";
import { SimulatedNode } from "./simulated-node.ts";
import type { Answer, SimulatedRequest } from "./simulated-request.ts";
import { HostClock, Timeline } from "./timeline.ts";

export interface SimulationOptions {
  readonly seed: number;
  /** Without it, the seed decides. */
  readonly synchronous?: boolean;
  readonly broken?: Breakage;
  /** Whether codes are sent with once keys. Yes unless told otherwise. */
  readonly onceKeys?: boolean;
  readonly trace?: (line: string) => void;
}

/** Small limits, so that a short run reaches every stop. */
export const policy: Policy = {
  ...defaultPolicy,
  tokenPeriodSeconds: 30,
  driftLimitSeconds: 2 * 60,
  wrongCodesUntilPause: 3,
  pauseSeconds: 45,
  wrongCodesUntilLock: 25,
  issuanceLifetimeSeconds: 90,
  mailResendWaitSeconds: 10,
  issuancesPerDay: 3,
  extraIssuancesPerDay: 20,
};

const startMs = Date.UTC(2026, 10, 23, 5, 0, 0);
/** How long a sender waits for an answer. */
const patienceMs = 5_000;

/** Everything that one run consists of: hosts, the network between them, and what was seen and told. */
export class World {
  readonly chance: Chance;
  readonly timeline = new Timeline(startMs);
  readonly database: SimulatedDatabase;
  readonly nodes: readonly SimulatedNode[];
  readonly synchronous: boolean;
  readonly onceKeys: boolean;
  /** Codes that were shown somewhere: whoever stood by has them. */
  readonly seen: SeenCode[] = [];
  readonly answered: Answered[] = [];
  /** What was broken in a history whose end a failover then lost. */
  readonly violations: Violation[] = [];
  /** Share of messages between senders and nodes, and of answers of the database, that get lost now. */
  lossRate = 0.01;
  closing = false;
  #made = 0;
  readonly #trace: (line: string) => void;

  constructor({ seed, synchronous, broken, onceKeys = true, trace }: SimulationOptions) {
    this.chance = new Chance(seed);
    const { chance, timeline } = this;
    this.synchronous = chance.happens(0.5);
    if (synchronous !== undefined) this.synchronous = synchronous;
    this.onceKeys = onceKeys;
    this.#trace = trace ?? (() => {});
    this.database = new SimulatedDatabase({
      timeline,
      clock: new HostClock(timeline, chance.between(-1_000, 1_000)),
      synchronous: this.synchronous,
      replicationMs: () => (chance.happens(0.1) ? chance.between(500, 20_000) : chance.between(1, 30)),
      broken: broken ?? null,
    });
    this.nodes = Array.from(
      { length: chance.between(2, 4) },
      (_, index) =>
        new SimulatedNode({
          name: `node ${index + 1}`,
          timeline,
          clock: new HostClock(timeline, chance.between(-3_500, 3_500)),
          database: this.database,
          policy,
          // What was learned about a fast phone may be lost with the rest: then no phone can be that far ahead of the fence.
          fenceLeadMs: this.synchronous ? 0 : policy.driftLimitSeconds * 1000,
          linkMs: () => (chance.happens(0.02) ? chance.between(100, 3_000) : chance.between(1, 8)),
          losesAnswer: () => chance.happens(this.lossRate),
          noteAnswer: (answered) => this.answered.push(answered),
          trace: (line) => this.trace(line),
          broken: broken ?? null,
        }),
    );
  }

  trace(line: string): void {
    this.#trace(`${((this.timeline.nowMs - startMs) / 1000).toFixed(3).padStart(9)} s  ${line}`);
  }

  /** Judges the acts that only the old database has. */
  beforeTakeOver(kept: number): void {
    const lost = new Set(this.database.log.slice(kept).flatMap(({ performed }) => performed));
    if (lost.size === 0) return;
    const history = this.database.log.flatMap(({ performed }) => performed);
    const first = history.length - lost.size;
    this.violations.push(...checkInvariants(history).filter(({ at }) => at >= first));
  }

  /** A name never used before. */
  name(prefix: string): string {
    this.#made += 1;
    return `${prefix}-${this.#made}`;
  }

  /** To some node, over a network that delays, loses and doubles. */
  send(request: SimulatedRequest, onAnswer: (answer: Answer) => void): void {
    const { chance, timeline } = this;
    let waiting = true;
    const take = (answer: Answer) => {
      if (!waiting) return;
      waiting = false;
      this.trace(`   ${request.says} ← ${wordsOf(answer)}`);
      onAnswer(answer);
    };
    timeline.after(patienceMs, () => take({ kind: "silence" }));
    const times = chance.happens(0.05) ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const node = chance.pick(this.nodes);
      this.trace(`${request.says} → ${node.name}`);
      if (chance.happens(this.lossRate)) continue;
      timeline.after(chance.between(1, 40), () =>
        node.receive(request, (answer) => {
          if (!chance.happens(this.lossRate)) timeline.after(chance.between(1, 40), () => take(answer));
        }),
      );
    }
  }
}

function wordsOf(answer: Answer): string {
  if (answer.kind !== "outcome") return answer.kind;
  if (!answer.outcome.ok) return `refused: ${answer.outcome.refusal.code}`;
  const { value } = answer.outcome;
  const hasStep = typeof value === "object" && value !== null && "step" in value;
  return hasStep ? `done, step ${String(value.step)}` : "done";
}
