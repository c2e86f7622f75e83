import type { Language } from "./language.ts";

// Customers and branches are in Japan; a server elsewhere must not show its own time.
const timeZone = "Asia/Tokyo";

const parts = new Intl.DateTimeFormat("en-GB", {
  timeZone,
  year: "numeric",
  month: "numeric",
  day: "numeric",
  weekday: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const weekdaysJa: Readonly<Record<string, string>> = {
  Sun: "日",
  Mon: "月",
  Tue: "火",
  Wed: "水",
  Thu: "木",
  Fri: "金",
  Sat: "土",
};
const monthsEn = "January February March April May June July August September October November December".split(" ");

/** `2026年11月22日（日）` · `Sunday 22 November 2026` is too long for forms: `Sun 22 November 2026`. Japan time. */
export function formatDate(ms: number, lang: Language): string {
  const at = japanTime(ms);
  if (lang === "ja") return `${at.year}年${at.month}月${at.day}日（${weekdaysJa[at.weekday] ?? ""}）`;
  return `${at.weekday} ${at.day} ${monthsEn[Number(at.month) - 1] ?? ""} ${at.year}`;
}

/** `14:53`, Japan time, the same in every language. */
export function formatTime(ms: number): string {
  const at = japanTime(ms);
  return `${at.hour}:${at.minute}`;
}

/** `2026年11月22日（日）14:53` · `Sun 22 November 2026, 14:53 JST`. */
export function formatDateTime(ms: number, lang: Language): string {
  return lang === "ja" ? `${formatDate(ms, lang)}${formatTime(ms)}` : `${formatDate(ms, lang)}, ${formatTime(ms)} JST`;
}

/** `1,234,567円` · `¥1,234,567`. */
export function formatYen(yen: number, lang: Language): string {
  const digits = new Intl.NumberFormat("ja-JP").format(Math.abs(yen));
  const sign = yen < 0 ? "−" : "";
  return lang === "ja" ? `${sign}${digits}円` : `${sign}¥${digits}`;
}

function japanTime(ms: number) {
  const found = new Map(parts.formatToParts(ms).map((part) => [part.type, part.value]));
  const part = (name: Intl.DateTimeFormatPartTypes) => found.get(name) ?? "";
  return {
    year: part("year"),
    month: part("month"),
    // Beside a two-digit hour some ICU versions write two digits here too.
    day: String(Number(part("day"))),
    weekday: part("weekday"),
    hour: part("hour"),
    minute: part("minute"),
  };
}
