import type { Language } from "@warifu/pages";

/** 大空花子（hanako）, Hanako Ozora (hanako): a name, and what tells it from others. */
export function inBrackets(name: string, what: string, language: Language): string {
  return language === "ja" ? `${name}（${what}）` : `${name} (${what})`;
}
