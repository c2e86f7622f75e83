/** Lets one after another write: the file has one writer, which may be this thread or the committing one. */
export interface Turns {
  /** Runs `body` when everybody who asked before is done. What it throws is its own. */
  take<Value>(body: () => Value | Promise<Value>): Promise<Value>;
  /** When everybody who asked until now is done. */
  settled(): Promise<void>;
}

export function makeTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  const take: Turns["take"] = (body) => {
    const turn = last.then(body);
    last = turn.catch(() => undefined);
    return turn;
  };
  return { take, settled: () => take(() => undefined) };
}
