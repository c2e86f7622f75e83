import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pickLanguage, render } from "@warifu/pages";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { serveAssets } from "../../../http/assets.ts";
import { contentSecurityPolicy } from "../../../http/content-security-policy.ts";
import { docsPage } from "./docs-page.ts";
import { readDocument } from "./read-document.ts";

/** A page without scripts and forms: it can only be read. */
const readOnlyCsp = contentSecurityPolicy({
  "script-src": ["'none'"],
  "connect-src": ["'none'"],
  "form-action": ["'none'"],
});

/** `/openapi.json` for programs, `/docs` for people. Both need no key: they hold nothing of any institution. */
export async function docsRoutes(app: FastifyInstance, origin: string): Promise<void> {
  const css = readFileSync(join(import.meta.dirname, "api-docs.css"), "utf8");
  await serveAssets(app);
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
  app.get("/docs/api-docs.css", { schema: { hide: true } }, (_request, reply) => reply.type("text/css").send(css));
  app.get("/docs", { schema: { hide: true }, config: { contentSecurityPolicy: readOnlyCsp } }, (request, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .send(render(docsPage(readDocument(app.swagger()), origin, languageOf(request)))),
  );
}

function languageOf(request: FastifyRequest): "ja" | "en" {
  const query: unknown = request.query;
  const chosen = typeof query === "object" && query !== null && "lang" in query ? query.lang : undefined;
  return pickLanguage({
    query: typeof chosen === "string" ? chosen : undefined,
    cookie: undefined,
    acceptLanguage: request.headers["accept-language"],
  });
}
