import type { Entrant, Sample } from "./entrant.ts";
import { leastDisturbed, rest } from "./quiet.ts";

export interface RoundsOptions {
  readonly rounds: number;
  readonly secondsPerWindow: number;
  /** Windows that the host disturbed are not measured again. */
  readonly quick: boolean;
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
 * falls on all alike. What a server puts off falls on its own next window, never on another server's.
 */
export async function runRounds(
  entrants: readonly Entrant[],
  { rounds, secondsPerWindow, quick, say, beforeRound }: RoundsOptions,
): Promise<Outcome[]> {
  const outcomes = entrants.map((entrant) => ({ entrant, samples: [] as Sample[] }));
  let last: Entrant | null = null;
  for (let round = 0; round < rounds; round++) {
    await beforeRound?.(round);
    say(`round ${round + 1} of ${rounds}`);
    for (let turn = 0; turn < outcomes.length; turn++) {
      const outcome = outcomes[(round + turn) % outcomes.length];
      if (outcome === undefined) continue;
      const { entrant, samples } = outcome;
      if (entrant.server !== last?.server) await rest(last?.putsOff ?? true);
      last = entrant;
      const { value, stolen } = await leastDisturbed(() => entrant.measure(secondsPerWindow), quick ? 1 : 3);
      samples.push({ ...value, stolen });
    }
  }
  return outcomes;
}
