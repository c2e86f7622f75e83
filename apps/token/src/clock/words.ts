import type { Language } from "../language/language.ts";
import { offsetInWords, type OffsetInWords } from "./offset.ts";

const units: Record<Language, Record<OffsetInWords["unit"], (amount: number) => string>> = {
  ja: {
    seconds: (amount) => `${amount}秒`,
    minutes: (amount) => `${amount}分`,
    hours: (amount) => `${amount}時間`,
    days: (amount) => `${amount}日`,
  },
  en: {
    seconds: (amount) => `${amount} s`,
    minutes: (amount) => `${amount} min`,
    hours: (amount) => `${amount} h`,
    days: (amount) => `${amount} ${amount === 1 ? "day" : "days"}`,
  },
};

/** The size of an offset without its direction: 3分, 3 min. */
export function amountOfOffset(offsetMs: number, language: Language): string {
  const { unit, amount } = offsetInWords(offsetMs);
  return units[language][unit](amount);
}
