export type Language = "ja" | "en";

/** The language a phone asks for; Japanese is the one this app is written in. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split("-")[0];
    if (language === "ja" || language === "en") return language;
  }
  return "ja";
}
