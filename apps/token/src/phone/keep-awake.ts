const longestMs = 3 * 60_000;

/** Keeps the screen lit while a code is read off it, three minutes at most. The answer ends it. Does nothing where that is not possible. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let isOver = false;
  const end = (): void => {
    isOver = true;
    void lock?.release();
    lock = undefined;
  };
  const timer = setTimeout(end, longestMs);
  if ("wakeLock" in navigator) {
    void navigator.wakeLock.request("screen").then(
      (granted) => {
        lock = granted;
        if (isOver) end();
      },
      () => {
        // Low battery, or not in sight: the screen then goes dark as usual.
      },
    );
  }
  return () => {
    clearTimeout(timer);
    end();
  };
}
