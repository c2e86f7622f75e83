import { pickLanguage } from "@warifu/pages";
import type { FastifyInstance } from "fastify";
import type { Config } from "../configuration/config.ts";
import type { BrowserFaceName } from "../configuration/faces.ts";
import { faceCookie } from "./cookies.ts";

export type Language = "ja" | "en";

declare module "fastify" {
  interface FastifyRequest {
    /** The language of the answer: ?lang=, else the remembered one, else Accept-Language, else Japanese. */
    language: Language;
  }
  interface FastifyReply {
    /** For a page in another language than the request's own, as its visit wants it: pages beside it speak that one from now on. */
    rememberLanguage(language: Language): void;
  }
}

const yearSeconds = 365 * 24 * 60 * 60;

/** Gives every request its `language`, and remembers the one a person chose with ?lang=, or was last spoken to in. */
export function speakLanguages(app: FastifyInstance, config: Pick<Config, "origins">, face: BrowserFaceName): void {
  const cookie = faceCookie(config, face, "language");
  app.decorateRequest("language", "ja");
  app.decorateReply("rememberLanguage", function remember(language) {
    if (this.request.language !== language) cookie.set(this, language, yearSeconds);
  });
  app.addHook("onRequest", async (request, reply) => {
    const chosen = queryLanguage(request.query);
    request.language = pickLanguage({
      query: chosen,
      cookie: cookie.read(request),
      acceptLanguage: request.headers["accept-language"],
    });
    if (chosen !== undefined && cookie.read(request) !== chosen) cookie.set(reply, chosen, yearSeconds);
  });
}

function queryLanguage(query: unknown): Language | undefined {
  if (typeof query !== "object" || query === null || !("lang" in query)) return undefined;
  return query.lang === "ja" || query.lang === "en" ? query.lang : undefined;
}
