import type { Language } from "@warifu/pages";
import { gateButtons, gateScreenIds, gateTitles } from "./gate-titles.ts";
import type { GateScreen } from "./gate-titles.ts";

export interface GateNames {
  /** 「…」: the title as the customer sees it. */
  readonly title: Readonly<Record<GateScreen, string>>;
  /** G-110「…」: with the screen ID, for staff, who may ask for it. */
  readonly screen: Readonly<Record<GateScreen, string>>;
  readonly button: Readonly<Record<keyof typeof gateButtons.ja, string>>;
}

/** The gate's names in the quotation marks of a language, as running text of mails and the console carries them. */
export const gateNames: Readonly<Record<Language, GateNames>> = {
  ja: namesIn("ja", (name) => `「${name}」`),
  en: namesIn("en", (name) => `“${name}”`),
};

function namesIn(language: Language, quoted: (name: string) => string): GateNames {
  const between = language === "ja" ? "" : " ";
  const titles = gateTitles[language];
  return {
    title: mapped(titles, (_screen, title) => quoted(title)),
    screen: mapped(titles, (screen, title) => `${gateScreenIds[screen]}${between}${quoted(title)}`),
    button: mapped(gateButtons[language], (_button, name) => quoted(name)),
  };
}

function mapped<Key extends string>(
  table: Readonly<Record<Key, string>>,
  made: (key: Key, value: string) => string,
): Record<Key, string> {
  const keys = Object.keys(table) as Key[];
  return Object.fromEntries(keys.map((key) => [key, made(key, table[key])])) as Record<Key, string>;
}
