import type { Entrant, Sample } from "./entrant.ts";

export interface RoundsOptions {
  readonly rounds: number;
  readonly secondsPerWindow: number;
  readonly say: (text: string) => void;
  /** Called before each round, counted from 0: a population may need a new minute for new codes. */
  readonly beforeRound?: (round: number) => Promise<void>;
}

/** What was measured of each entrant, one sample a round. */
export interface Outcome {
  readonly entrant: Entrant;
  readonly samples: readonly Sample[];
}

/**
 * Gives everybody a window in turn, round after round, each round beginning with another one: whatever else the machine does
 * falls on all alike.
 */
export async function runRounds(
  entrants: readonly Entrant[],
  { rounds, secondsPerWindow, say, beforeRound }: RoundsOptions,
): Promise<Outcome[]> {
  const outcomes = entrants.map((entrant) => ({ entrant, samples: [] as Sample[] }));
  for (let round = 0; round < rounds; round++) {
    await beforeRound?.(round);
    say(`round ${round + 1} of ${rounds}`);
    for (let turn = 0; turn < outcomes.length; turn++) {
      const outcome = outcomes[(round + turn) % outcomes.length];
      outcome?.samples.push(await outcome.entrant.measure(secondsPerWindow));
    }
  }
  return outcomes;
}
