import type { Language } from "@warifu/pages";
import { cannotShowWords } from "./faces/gate/screens/cannot-show/words.ts";
import { confirmWords } from "./faces/gate/screens/confirm/words.ts";
import { issueWords } from "./faces/gate/screens/issue/words.ts";
import { noticeWords } from "./faces/gate/screens/notice/words.ts";
import { promptWords } from "./faces/gate/screens/prompt/words.ts";

/** The gate's screens that mails and the console name, each with its ID and its title. */
export type GateScreen = keyof ReturnType<typeof screensIn>;
/** Buttons of the gate that mails and the console name. */
export type GateButton = keyof ReturnType<typeof buttonsIn>;

export interface GateNames {
  /** 「…」: the title as the customer sees it. */
  readonly title: Readonly<Record<GateScreen, string>>;
  /** G-110「…」: with the screen ID, for those who may be asked for it. */
  readonly screen: Readonly<Record<GateScreen, string>>;
  readonly button: Readonly<Record<GateButton, string>>;
}

/**
 * How the rest of the program names the gate's screens and buttons: taken from the screens' own words, never typed again. A
 * name that is quoted wrongly sends somebody at the telephone looking for a screen that does not exist.
 */
export const gateNames: Readonly<Record<Language, GateNames>> = {
  ja: namesIn("ja", (name) => `「${name}」`),
  en: namesIn("en", (name) => `“${name}”`),
};

function namesIn(language: Language, quoted: (name: string) => string): GateNames {
  const between = language === "ja" ? "" : " ";
  const screens = screensIn(language);
  return {
    title: mapped(screens, ([, title]) => quoted(title)),
    screen: mapped(screens, ([id, title]) => `${id}${between}${quoted(title)}`),
    button: mapped(buttonsIn(language), quoted),
  };
}

function screensIn(language: Language) {
  const notice = noticeWords[language];
  return {
    issue: ["G-110", issueWords[language].title],
    confirm: ["G-120", confirmWords[language].title],
    prompt: ["G-210", promptWords[language].title],
    cannotShow: ["G-310", cannotShowWords[language].title],
    tooManyIssuances: ["G-420", notice.tooManyTitle],
    paused: ["G-440", notice.pausedTitle],
    locked: ["G-450", notice.lockedTitle],
    suspended: ["G-460", notice.suspendedTitle],
    revoked: ["G-470", notice.revokedTitle],
  } as const satisfies Record<string, readonly [id: string, title: string]>;
}

function buttonsIn(language: Language) {
  const { issue, skip } = issueWords[language];
  return { issue, skip, confirm: confirmWords[language].confirm };
}

function mapped<Key extends string, Value, Result>(
  table: Readonly<Record<Key, Value>>,
  made: (value: Value) => Result,
): Record<Key, Result> {
  const entries = Object.entries<Value>(table).map(([key, value]) => [key, made(value)]);
  return Object.fromEntries(entries) as Record<Key, Result>;
}
