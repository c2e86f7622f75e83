import { median } from "../http/summarise.ts";
import type { Contender } from "./contenders.ts";

export interface Measured {
  readonly name: string;
  readonly hmac: Contender["hmac"];
  /** Median over the rounds; checks a second. */
  readonly checksPerSecond: number;
  /** Slowest and fastest round: how quiet the machine was. */
  readonly slowest: number;
  readonly fastest: number;
  readonly rounds: readonly number[];
}

/** A code, and whether it is right: a contender that says otherwise measures something else. */
export interface CodeToCheck {
  readonly code: string;
  readonly isRight: boolean;
}

/** Runs everybody in turn, round after round, so that whatever else the machine does falls on all alike. */
export function measure(
  contenders: readonly Contender[],
  code: CodeToCheck,
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
  return contenders.map(({ name, hmac }, index) => {
    const own = rates[index] ?? [];
    return {
      name,
      hmac,
      checksPerSecond: median(own),
      slowest: Math.min(...own),
      fastest: Math.max(...own),
      rounds: own,
    };
  });
}

function rateOf({ check, name }: Contender, { code, isRight }: CodeToCheck, roundMs: number): number {
  const startedAt = performance.now();
  let checks = 0;
  let passed = 0;
  do {
    // The clock is asked now and then only: asking costs too.
    for (let i = 0; i < 50; i++) passed += check(code) ? 1 : 0;
    checks += 50;
  } while (performance.now() - startedAt < roundMs);
  const rate = (checks / (performance.now() - startedAt)) * 1000;
  if (passed !== (isRight ? checks : 0)) throw new Error(`${name} gave wrong answers: its speed means nothing`);
  return rate;
}
