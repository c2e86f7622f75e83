/** How the demo learns that it is to end, and with which exit code. */
export interface StopSignal {
  readonly stopped: AbortSignal;
  /** Resolves with the exit code. */
  readonly asked: Promise<number>;
  stop(code: number): void;
}

/** Ctrl-C, a polite kill, a closed terminal, the end of whoever started us, or a part that cannot go on. */
export function listenForStop(): StopSignal {
  const { promise, resolve } = Promise.withResolvers<number>();
  const controller = new AbortController();
  const stop = (code: number): void => {
    resolve(code);
    controller.abort();
  };
  // Handled and not left to Node: further signals of an impatient Ctrl-C must not cut off the children's own end.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(0));
  watchParent(() => stop(0));
  return { stopped: controller.signal, asked: promise, stop };
}

/** The launcher that was killed outright can tell nobody; but then another process is our parent. */
function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, 1000).unref();
}
