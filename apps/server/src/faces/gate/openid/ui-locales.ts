import type { Language } from "../../../http/language.ts";

/** `ui_locales` is a list in order of preference (OpenID Connect Core §3.1.2.1), with regions allowed. */
export function firstLanguage(uiLocales: unknown): Language | undefined {
  if (typeof uiLocales !== "string") return undefined;
  for (const locale of uiLocales.split(" ")) {
    const language = asLanguage(locale.split("-")[0]?.toLowerCase());
    if (language !== undefined) return language;
  }
  return undefined;
}

export function asLanguage(value: unknown): Language | undefined {
  return value === "ja" || value === "en" ? value : undefined;
}
