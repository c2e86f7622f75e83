import type { Policy } from "../policy.ts";

/** So many wrong codes come for the institution that none is compared for a while: whoever asks may come back later. */
export class Throttled extends Error {
  override name = "Throttled";
  /** Whole seconds, at least 1. */
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super(`Too many wrong codes at this institution: again in ${retryAfterSeconds} s.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Wrong codes of one institution over the last minute, whoever they were for: a sweep of one guess each over a million tokens
 * stops no single token (design §6). Two minutes side by side, the older one fading out, are exact enough and small.
 */
export interface GuessWatch {
  readonly minuteFromMs: number;
  readonly thisMinute: number;
  readonly lastMinute: number;
  /** When somebody was last told. */
  readonly noticedAtMs: number | null;
}

export const quietWatch: GuessWatch = { minuteFromMs: 0, thisMinute: 0, lastMinute: 0, noticedAtMs: null };

type Limits = Pick<Policy, "wrongCodesPerMinuteAlarm" | "wrongCodesPerMinuteThrottle">;

const minuteMs = 60_000;
const tellAgainAfterMs = 5 * minuteMs;

/** Counts wrong codes in. `noticed` is the number per minute when it is time to tell somebody, else null. */
export function countWrongCodes(
  watch: GuessWatch,
  nowMs: number,
  wrongCodes: number,
  { wrongCodesPerMinuteAlarm, wrongCodesPerMinuteThrottle }: Limits,
): { readonly watch: GuessWatch; readonly noticed: number | null } {
  const turned = turnedTo(watch, nowMs);
  const counted = { ...turned, thisMinute: turned.thisMinute + wrongCodes };
  const perMinute = Math.floor(wrongCodesPerMinute(counted, nowMs));
  const isLoud = perMinute >= Math.min(wrongCodesPerMinuteAlarm, wrongCodesPerMinuteThrottle);
  if (!isLoud || toldLately(counted, nowMs)) return { watch: counted, noticed: null };
  return { watch: { ...counted, noticedAtMs: nowMs }, noticed: perMinute };
}

/** Seconds until codes are compared again; 0: they are compared now. */
export function throttledForSeconds(watch: GuessWatch, nowMs: number, { wrongCodesPerMinuteThrottle }: Limits): number {
  const turned = turnedTo(watch, nowMs);
  if (wrongCodesPerMinute(turned, nowMs) < wrongCodesPerMinuteThrottle) return 0;
  const { thisMinute, lastMinute, minuteFromMs } = turned;
  // Either the older minute fades out far enough, or this one has to become the older one first.
  const opensAtMs =
    thisMinute < wrongCodesPerMinuteThrottle
      ? minuteFromMs + fadedAfterMs(lastMinute, wrongCodesPerMinuteThrottle - thisMinute)
      : minuteFromMs + minuteMs + fadedAfterMs(thisMinute, wrongCodesPerMinuteThrottle);
  return Math.max(1, Math.ceil((opensAtMs - nowMs) / 1000));
}

/** How long until a minute that counted `count` and fades evenly over the next one is worth `left`. */
function fadedAfterMs(count: number, left: number): number {
  return count === 0 ? 0 : minuteMs * Math.max(0, 1 - left / count);
}

function wrongCodesPerMinute({ minuteFromMs, thisMinute, lastMinute }: GuessWatch, nowMs: number): number {
  return thisMinute + lastMinute * (1 - (nowMs - minuteFromMs) / minuteMs);
}

/** The watch with `nowMs` in its minute. A clock that went back starts the minute anew and forgets nothing. */
function turnedTo(watch: GuessWatch, nowMs: number): GuessWatch {
  const passedMs = nowMs - watch.minuteFromMs;
  if (passedMs < 0) return { ...watch, minuteFromMs: nowMs };
  if (passedMs < minuteMs) return watch;
  if (passedMs >= 2 * minuteMs) return { ...watch, minuteFromMs: nowMs, thisMinute: 0, lastMinute: 0 };
  return { ...watch, minuteFromMs: watch.minuteFromMs + minuteMs, thisMinute: 0, lastMinute: watch.thisMinute };
}

function toldLately({ noticedAtMs }: GuessWatch, nowMs: number): boolean {
  return noticedAtMs !== null && Math.abs(nowMs - noticedAtMs) < tellAgainAfterMs;
}
