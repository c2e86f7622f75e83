/** A node that a fault was run with, as a failure's report shows it. */
export interface WatchedNode {
  readonly url: string;
  lastWords(): string;
}

/** What a fault is run with. Everything it starts or makes goes on `clean`, so that nothing outlives it. */
export interface FaultScope {
  /** The form for every change: the same fault, fewer rounds. */
  readonly short: boolean;
  /** A fresh folder of its own. */
  readonly folder: string;
  /** Undone in the opposite order when the fault ends, however it ends. */
  clean(undo: () => Promise<void> | void): void;
  /** What a failure's report shows beside the failure: the nodes' last words. */
  watch(node: WatchedNode): void;
  /** A fact worth a line under the result. */
  tell(fact: string): void;
}

/** One way to break the service. */
export interface Fault {
  readonly name: string;
  /** The promise that it tries to break, as a sentence. */
  readonly says: string;
  readonly needs: readonly Need[];
  /** @throws when the promise is broken */
  run(scope: FaultScope): Promise<void>;
}

/** `postgres`: the server programs of PostgreSQL 15 or newer · `linux`: its tmpfs or its process limits · `nginx`: the proxy. */
export type Need = "postgres" | "linux" | "nginx";

/** @throws Error with every problem in it, if there is one */
export function expectNone(problems: readonly string[]): void {
  if (problems.length === 0) return;
  const told = problems.slice(0, 20).join("\n  ");
  throw new Error(`${problems.length} broken promise(s):\n  ${told}`);
}

/** @throws Error saying so */
export function expectThat(holds: boolean, says: string): asserts holds {
  if (!holds) throw new Error(says);
}
