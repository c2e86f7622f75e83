/**
 * What the load generator knows of every token, so that it can tell what the right answer is: the newest step it has used and
 * the wrong codes and replays since. Kept per database, over all windows of a run.
 */
export interface Ledger {
  /** All tokens once, in random order: neighbours in the load are no neighbours on the disk. */
  readonly order: Uint32Array;
  /** Where in `order` each kind goes on. */
  readonly next: Record<LoadKind, number>;
  /** Step of the newest code sent and accepted; -1: none yet. By token number, like the rest. */
  readonly lastStep: Int32Array;
  readonly wrongInARow: Uint8Array;
  readonly replaysInARow: Uint8Array;
}

/** right: accepted. wrong: the token's first wrong code in a row; wrongAgain: a later one. replay: an accepted code again. */
export type LoadKind = "right" | "wrong" | "wrongAgain" | "replay";

/** One code to be sent. */
export interface Shot {
  readonly token: number;
  /** The step of the code, or, for a wrong code, the step it is sent in. */
  readonly step: number;
}

export function newLedger(tokens: number): Ledger {
  const order = Uint32Array.from({ length: tokens }, (_, index) => index);
  // Fisher–Yates over a small generator (Marsaglia's xorshift32): the same order in every run.
  let state = 0x9e3779b9;
  for (let last = tokens - 1; last > 0; last--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % (last + 1);
    const moved = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = moved;
  }
  return {
    order,
    next: { right: 0, wrong: 0, wrongAgain: 0, replay: 0 },
    lastStep: new Int32Array(tokens).fill(-1),
    wrongInARow: new Uint8Array(tokens),
    replaysInARow: new Uint8Array(tokens),
  };
}

/** Below the standard policy's limits (5 wrong codes in a row, 20 replays) by one. */
const mostWrongInARow = 4;
const mostReplaysInARow = 19;

/**
 * Chooses up to `wanted` codes to send within a window of time that lies in steps `fromStep`…`toStep`, each token at most once.
 * Right codes are those of the current step where it is still unused, then those of the next one, which the standard policy's
 * window takes too: so a token gives two codes in its first minute and one in each further one.
 */
export function chooseShots(
  ledger: Ledger,
  kind: LoadKind,
  wanted: number,
  { fromStep, toStep }: { readonly fromStep: number; readonly toStep: number },
): Shot[] {
  const { lastStep, wrongInARow, replaysInARow } = ledger;
  switch (kind) {
    case "right": {
      const now = choose(ledger, kind, wanted, (token) => ((lastStep[token] ?? 0) < fromStep ? fromStep : null));
      const taken = new Set(now.map(({ token }) => token));
      const isOpen = (token: number) => (lastStep[token] ?? 0) === fromStep && !taken.has(token);
      const coming = choose(ledger, kind, wanted - now.length, (token) => (isOpen(token) ? fromStep + 1 : null));
      return [...now, ...coming];
    }
    case "wrong":
      return choose(ledger, kind, wanted, (token) => (wrongInARow[token] === 0 ? fromStep : null));
    case "wrongAgain":
      return choose(ledger, kind, wanted, (token) => {
        const wrong = wrongInARow[token] ?? 0;
        return wrong > 0 && wrong < mostWrongInARow ? fromStep : null;
      });
    case "replay":
      // Only codes that are still in the window: older ones cost one more HMAC and are rarer in life.
      return choose(ledger, kind, wanted, (token) => {
        const used = lastStep[token] ?? -1;
        return used >= toStep - 1 && (replaysInARow[token] ?? 0) < mostReplaysInARow ? used : null;
      });
  }
}

/** Notes that a shot was sent and answered as it had to be. */
export function noteShot(
  { lastStep, wrongInARow, replaysInARow }: Ledger,
  kind: LoadKind,
  { token, step }: Shot,
): void {
  if (kind === "right") {
    lastStep[token] = step;
    wrongInARow[token] = 0;
    replaysInARow[token] = 0;
  } else if (kind === "replay") {
    replaysInARow[token] = (replaysInARow[token] ?? 0) + 1;
  } else {
    wrongInARow[token] = (wrongInARow[token] ?? 0) + 1;
  }
}

/** Goes once around all tokens at most, from where this kind stopped last. */
function choose(ledger: Ledger, kind: LoadKind, wanted: number, stepFor: (token: number) => number | null): Shot[] {
  const { order, next } = ledger;
  const shots: Shot[] = [];
  for (let looked = 0; looked < order.length && shots.length < wanted; looked++) {
    const token = order[next[kind]] ?? 0;
    next[kind] = (next[kind] + 1) % order.length;
    const step = stepFor(token);
    if (step !== null) shots.push({ token, step });
  }
  return shots;
}
