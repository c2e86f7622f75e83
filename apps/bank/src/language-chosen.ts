import type { FastifyRequest } from "fastify";

export const languageCookie = "bank-language";

/** As long as browsers keep a cookie at most (RFC 6265bis §5.5). */
export const languageSeconds = 400 * 24 * 60 * 60;

/** The language chosen just now: here by its link, or at the gate, which says so on the way back (docs/integration.md). */
export function languageChosen(request: FastifyRequest): "ja" | "en" | undefined {
  const { lang, warifu_language: atTheGate } = request.query as { lang?: unknown; warifu_language?: unknown };
  return [lang, atTheGate].find((chosen) => chosen === "ja" || chosen === "en");
}
