/** How the demo learns that it is to end, and with which exit code. */
export interface StopSignal {
  readonly stopped: AbortSignal;
  /** A second Ctrl-C: whoever has not ended yet is ended at once. */
  readonly hurried: AbortSignal;
  /** Resolves with the exit code. */
  readonly asked: Promise<number>;
  stop(code: number): void;
}

/** One Ctrl-C can arrive twice (from the terminal, and passed on by npm); a person's second one comes later than that. */
const oneAndTheSameMs = 1000;

/** Ctrl-C, a polite kill, a closed terminal, the end of whoever started us, or a part that cannot go on. */
export function listenForStop(): StopSignal {
  const { promise, resolve } = Promise.withResolvers<number>();
  const stopping = new AbortController();
  const hurrying = new AbortController();
  let firstAskedAt: number | null = null;
  const stop = (code: number): void => {
    resolve(code);
    stopping.abort();
  };
  const onSignal = (): void => {
    firstAskedAt ??= performance.now();
    if (performance.now() - firstAskedAt > oneAndTheSameMs) hurrying.abort();
    stop(0);
  };
  // Handled and not left to Node: further signals of an impatient Ctrl-C must not cut off the children's own end.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  watchParent(() => stop(0));
  return { stopped: stopping.signal, hurried: hurrying.signal, asked: promise, stop };
}

/** The launcher that was killed outright can tell nobody; but then another process is our parent. */
function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, 1000).unref();
}
