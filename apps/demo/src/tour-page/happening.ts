import type { Language } from "@warifu/pages";
import type { WireEvent } from "@warifu/wire";
import { hanako, taro } from "../people.ts";
import { happeningWords } from "./happening-words.ts";

/** One event in plain words, such as 「大空 花子さんのトークンを発行しました。…」. */
export function tellHappening(event: WireEvent, lang: Language): string {
  const words = happeningWords[lang];
  const who = nameOf(event.customerId, lang);
  if (event.type === "activation.started" && event.detail["triesLeft"] === 0) return words.lastTry(who);
  if (event.type === "code.accepted") {
    const purpose = words.purposes[String(event.detail["purpose"])] ?? words.purposes["other"] ?? "";
    return words.accepted(who, purpose);
  }
  if (event.type === "code.refused") {
    return words.refused(who, words.reasons[String(event.detail["reason"])] ?? words.otherReason);
  }
  return words.events[event.type]?.(who) ?? words.unknown(event.type);
}

function nameOf(customerId: string | null, lang: Language): string {
  if (customerId === null) return "";
  const person = [hanako, taro].find((one) => one.customerId === customerId);
  if (lang === "en") return person?.nameEn ?? customerId;
  return `${person?.name ?? customerId}さん`;
}
