import { formatDateTime, formatTime } from "@warifu/pages";
import type { Language } from "../../../http/language.ts";

/** The first full minute that is not too early: a time told without seconds must hold for whoever comes back then. */
export function noEarlierThan(timeMs: number, language: Language): string {
  return formatDateTime(fullMinute(timeMs), language);
}

/** The same without the date, for waits of a minute. */
export function noEarlierThanToday(timeMs: number): string {
  return formatTime(fullMinute(timeMs));
}

function fullMinute(timeMs: number): number {
  return Math.ceil(timeMs / 60_000) * 60_000;
}
