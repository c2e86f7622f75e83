import type { LoadGenerator } from "../load/load-generator.ts";
import type { LatencyHistogram } from "../load/latency-histogram.ts";
import type { CpuFigures, WindowOrder } from "../load/window.ts";
import type { Contender } from "./contender.ts";

/** What one measured window gave. */
export interface Sample {
  readonly counted: number;
  readonly milliseconds: number;
  readonly sent: number;
  readonly latency: LatencyHistogram | null;
  readonly cpu: CpuFigures | null;
  /** How much of the machine its host took away meanwhile, 0 to 1. */
  readonly stolen?: number;
}

/** Whoever takes its turn in the rounds. */
export interface Entrant {
  /** Unique within a run; ratios name it: `SQLite/right/64`. */
  readonly id: string;
  readonly title: string;
  readonly connections: number;
  /** Who works for it, in one name: whoever follows another server waits until that one is at rest. */
  readonly server: string;
  /** Whether it comes back to something after a second without requests. */
  readonly putsOff?: boolean;
  measure(seconds: number): Promise<Sample>;
}

/** First guesses, requests a second; later windows know better. */
const firstGuess = { echo: 30_000, other: 6_000 };

/** A contender over HTTP. Requests are built before the clock runs: half as many again as the last window took. */
export function httpEntrant(load: LoadGenerator, contender: Contender): Entrant {
  const { id, title, connections, kind, servers, database } = contender;
  let rate = kind === "echo" ? firstGuess.echo : firstGuess.other;
  return {
    id,
    title,
    connections,
    server: servers.map(({ pid }) => pid).join(" "),
    // The embedded store settles its journal when it is quiet.
    putsOff: database.url.startsWith("sqlite:"),
    async measure(seconds) {
      const requests = Math.ceil(rate * seconds * 1.5) + connections;
      // Codes to be replayed must have been accepted a moment ago.
      if (kind === "replay") await load.run(orderFor({ ...contender, kind: "right" }, seconds, requests));
      const result = await load.run(orderFor(contender, seconds, requests));
      rate = (result.counted / result.milliseconds) * 1000;
      return result;
    },
  };
}

export function orderFor(contender: Contender, seconds: number, requests: number): WindowOrder {
  const { kind, database, servers, connections, idempotencyKeys } = contender;
  return {
    kind,
    database: database.url,
    tokens: database.tokens,
    apiKeys: database.apiKeys,
    idempotencyKeys,
    ports: servers.map(({ port }) => port),
    connections,
    seconds,
    requests,
    perSecond: null,
    pids: servers.map(({ pid }) => pid),
  };
}
