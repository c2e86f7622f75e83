import type { LoadGenerator } from "../load/load-generator.ts";
import type { WindowOrder, WindowResult } from "../load/window.ts";
import type { Contender } from "./contender.ts";

export interface RoundsOptions {
  readonly rounds: number;
  readonly secondsPerWindow: number;
  readonly say: (text: string) => void;
  /** Called before each round: a population may need a new minute for new codes. */
  readonly beforeRound?: () => Promise<void>;
}

/** What was measured of each contender, one result a round. */
export type Rounds = ReadonlyMap<string, { readonly contender: Contender; readonly results: readonly WindowResult[] }>;

/** First guesses, requests a second: enough for the warm-up; later windows know better. */
const firstGuess = { echo: 30_000, other: 5_000 };

/**
 * Gives every contender its window in turn, round after round, each round beginning with another one: whatever else the machine
 * does falls on all alike. A shorter window before the first round warms up and is thrown away.
 */
export async function runRounds(
  load: LoadGenerator,
  contenders: readonly Contender[],
  { rounds, secondsPerWindow, say, beforeRound }: RoundsOptions,
): Promise<Rounds> {
  const rates = new Map<string, number>();
  const measured = new Map(contenders.map((contender) => [contender.id, { contender, results: [] as WindowResult[] }]));
  const runOne = async (contender: Contender, seconds: number): Promise<WindowResult> => {
    const guess = rates.get(contender.id) ?? (contender.kind === "echo" ? firstGuess.echo : firstGuess.other);
    const result = await load.run(
      orderFor(contender, seconds, Math.ceil(guess * seconds * 1.5) + contender.connections),
    );
    rates.set(contender.id, (result.counted / result.milliseconds) * 1000);
    return result;
  };
  say("warm-up");
  for (const contender of contenders) await runOne(contender, Math.min(1, secondsPerWindow));
  for (let round = 0; round < rounds; round++) {
    say(`round ${round + 1} of ${rounds}`);
    await beforeRound?.();
    for (let turn = 0; turn < contenders.length; turn++) {
      const contender = contenders[(round + turn) % contenders.length];
      if (contender === undefined) continue;
      measured.get(contender.id)?.results.push(await runOne(contender, secondsPerWindow));
    }
  }
  return measured;
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
