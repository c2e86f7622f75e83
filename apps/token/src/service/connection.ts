/** Whether the service answered when it was last asked; `unknown`: it was not asked yet. */
export type Reached = "unknown" | "reached" | "notReached";

/**
 * What is known of the way to the service. A browser's word about the network is not believed: it says "online" in a hotel's Wi-Fi
 * that wants a password first, and "offline" beside a service on the same machine. What counts is whether the service answered.
 */
export interface Connection {
  readonly state: () => Reached;
  /** What a request of anybody's found out. */
  readonly note: (isAnswered: boolean) => void;
  /** Calls the listener at each change. While anybody watches and the app is in sight, the service is asked now and then. */
  readonly watch: (listener: () => void) => () => void;
  /** Something may have changed (events of the browser, the app in sight again): the next question comes now. */
  readonly hasten: () => void;
}

export interface ConnectionParts {
  /** Asks the service for anything at all, in bounded time. Never throws; whoever sends the request notes what came of it. */
  ask(): Promise<unknown>;
  isVisible(): boolean;
  /** Rings once after so many milliseconds. The answer calls it off. */
  later(ms: number, ring: () => void): () => void;
}

const askAgainMs = 60_000;
const firstPatienceMs = 2_000;
const longestPatienceMs = 30_000;

export function makeConnection(parts: ConnectionParts): Connection {
  const listeners = new Set<() => void>();
  let state: Reached = "unknown";
  let failures = 0;
  let isAsking = false;
  let isHastened = false;
  let callOff = (): void => {};

  function plan(ms: number): void {
    callOff();
    callOff = listeners.size === 0 ? () => {} : parts.later(ms, () => void ask());
  }

  function waitMs(): number {
    if (state === "unknown") return 0;
    return state === "reached" ? askAgainMs : Math.min(firstPatienceMs * 2 ** (failures - 1), longestPatienceMs);
  }

  async function ask(): Promise<void> {
    // Once in sight again, it is hastened.
    if (!parts.isVisible()) return;
    if (isAsking) {
      isHastened = true;
      return;
    }
    isAsking = true;
    await parts.ask();
    isAsking = false;
    // The answer may be older than what changed meanwhile.
    if (isHastened) plan(0);
    isHastened = false;
  }

  return {
    state: () => state,
    note(isAnswered) {
      const found: Reached = isAnswered ? "reached" : "notReached";
      const isNews = found !== state;
      state = found;
      failures = isAnswered ? 0 : failures + 1;
      plan(waitMs());
      if (isNews) for (const listener of listeners) listener();
    },
    watch(listener) {
      listeners.add(listener);
      if (listeners.size === 1) plan(waitMs());
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) callOff();
      };
    },
    hasten() {
      plan(0);
    },
  };
}
