import type { KoaContextWithOIDC } from "oidc-provider";

/** Beside `code` or `error` in the address that leads back to the bank. A client ignores what it does not know (RFC 6749 §4.1.2). */
const languageParameter = "warifu_language";

/**
 * The language that the customer chose at the gate, so that the bank can go on in it; nothing where none was chosen. It comes by
 * the visit's result (visit/visit.ts), with a proof as well as after the customer went back.
 */
export function languageOnReturn(ctx: KoaContextWithOIDC): Readonly<Record<string, string>> {
  const language = ctx.oidc.entities.Interaction?.result?.["language"];
  return language === "ja" || language === "en" ? { [languageParameter]: language } : {};
}
