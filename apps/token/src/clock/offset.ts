/** Up to here nothing is said: the service accepts neighbouring time steps. */
const toleratedOffsetMs = 20_000;

/**
 * How far the phone's clock is behind the service's (negative: ahead), in milliseconds: the service's time against the middle of the
 * phone's readings before and after asking. All three in milliseconds since the Unix epoch.
 */
export function offsetMsOf({
  sentMs,
  receivedMs,
  serviceMs,
}: {
  sentMs: number;
  receivedMs: number;
  serviceMs: number;
}): number {
  return Math.round(serviceMs - (sentMs + receivedMs) / 2);
}

export function isTolerated(offsetMs: number): boolean {
  return Math.abs(offsetMs) <= toleratedOffsetMs;
}

export interface OffsetInWords {
  readonly direction: "slow" | "fast";
  readonly amount: number;
  readonly unit: "seconds" | "minutes" | "hours" | "days";
}

/** The size of an offset as a person would say it: 約25秒, 約3分, 約2時間, 約1日. */
export function offsetInWords(offsetMs: number): OffsetInWords {
  const direction = offsetMs >= 0 ? "slow" : "fast";
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  if (seconds < 60) return { direction, amount: seconds, unit: "seconds" };
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return { direction, amount: minutes, unit: "minutes" };
  const hours = Math.round(minutes / 60);
  if (hours < 48) return { direction, amount: hours, unit: "hours" };
  return { direction, amount: Math.round(hours / 24), unit: "days" };
}
