/** The languages every screen speaks; Japanese is the source. */
export type Language = "ja" | "en";

export interface LanguageWishes {
  /** `?lang=`: chosen just now. */
  readonly query?: string | undefined;
  /** Chosen earlier. */
  readonly cookie?: string | undefined;
  /** The Accept-Language header (RFC 9110 §12.5.4). */
  readonly acceptLanguage?: string | undefined;
}

/** The language of an answer: chosen now, else chosen earlier, else the browser's, else Japanese. */
export function pickLanguage(wishes: LanguageWishes): Language {
  return known(wishes.query) ?? known(wishes.cookie) ?? preferred(wishes.acceptLanguage) ?? "ja";
}

function known(text: string | undefined): Language | undefined {
  return text === "ja" || text === "en" ? text : undefined;
}

function preferred(header: string | undefined): Language | undefined {
  let best: { language: Language; weight: number } | undefined;
  // A browser sends a handful; a header of thousands is cut rather than worked through.
  for (const range of header?.slice(0, 500).split(",") ?? []) {
    const [tag = "", ...parameters] = range.trim().toLowerCase().split(";");
    const language = known(tag.split("-")[0]);
    const weight = weightOf(parameters);
    if (language !== undefined && weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language;
}

function weightOf(parameters: readonly string[]): number {
  const quality = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith("q="));
  if (quality === undefined) return 1;
  const weight = Number(quality.slice(2));
  return weight >= 0 && weight <= 1 ? weight : 0;
}
