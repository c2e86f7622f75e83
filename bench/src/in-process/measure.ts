import type { Contender } from "./contenders.ts";

export interface Measured {
  readonly name: string;
  readonly hmac: Contender["hmac"];
  /** Median over the rounds; checks a second. */
  readonly checksPerSecond: number;
  /** Fastest and slowest round: how quiet the machine was. */
  readonly slowest: number;
  readonly fastest: number;
  /** Median time relative to the first contender's, round by round: load that comes and goes falls on both. */
  readonly timesFirst: number;
}

/** Runs everybody in turn, round after round, so that whatever else the machine does falls on all alike. */
export function measure(
  contenders: readonly Contender[],
  code: string,
  { rounds, roundMs }: { readonly rounds: number; readonly roundMs: number },
): Measured[] {
  const rates = contenders.map((): number[] => []);
  for (const contender of contenders) rateOf(contender, code, roundMs); // warm-up
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another one: nobody always runs after the same neighbour.
    for (let turn = 0; turn < contenders.length; turn++) {
      const index = (round + turn) % contenders.length;
      const contender = contenders[index];
      if (contender) rates[index]?.push(rateOf(contender, code, roundMs));
    }
  }
  const first = rates[0] ?? [];
  return contenders.map(({ name, hmac }, index) => {
    const own = rates[index] ?? [];
    return {
      name,
      hmac,
      checksPerSecond: median(own),
      slowest: Math.min(...own),
      fastest: Math.max(...own),
      timesFirst: median(own.map((rate, round) => (first[round] ?? rate) / rate)),
    };
  });
}

function rateOf({ check }: Contender, code: string, roundMs: number): number {
  const startedAt = performance.now();
  let checks = 0;
  let passed = 0;
  do {
    // The clock is asked now and then only: asking costs too.
    for (let i = 0; i < 50; i++) passed += check(code) ? 1 : 0;
    checks += 50;
  } while (performance.now() - startedAt < roundMs);
  if (passed !== 0) throw new Error("The code of the measurement is right by chance; run again");
  return (checks / (performance.now() - startedAt)) * 1000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
