import { patiently } from "./patience.ts";

/**
 * The file has one writer at a time: acts are committed by the writer's thread, everything else is written in this one. Acts
 * take turns together, whatever else alone.
 */
export interface Turns {
  /** Runs `body`, again when another program holds the file, while nobody else writes. What else it throws is its own. */
  alone<Value>(body: () => Value | Promise<Value>): Promise<Value>;
  /** Runs `body` at the same time as others that share, but not while somebody writes alone. */
  shared<Value>(body: () => Promise<Value>): Promise<Value>;
  /** When everybody who asked until now is done. */
  settled(): Promise<void>;
}

export function makeTurns(): Turns {
  /** Resolves when everybody who came before the last one to write alone, and that one, is done. */
  let lastAlone: Promise<unknown> = Promise.resolve();
  let sharing: Promise<unknown>[] = [];
  const whenFree = patiently();

  const turns: Turns = {
    alone(body) {
      const before = Promise.all([lastAlone, ...sharing]);
      sharing = [];
      const turn = before.then(() => whenFree(body));
      lastAlone = turn.catch(() => undefined);
      return turn;
    },
    shared(body) {
      const turn = lastAlone.then(body);
      const done = turn.then(
        () => undefined,
        () => undefined,
      );
      sharing.push(done);
      void done.then(() => {
        sharing = sharing.filter((one) => one !== done);
      });
      return turn;
    },
    settled: () => turns.alone(() => undefined),
  };
  return turns;
}
