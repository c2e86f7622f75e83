import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import fastifyCookie from "@fastify/cookie";
import fastifyFormbody from "@fastify/formbody";
import fastifyHelmet from "@fastify/helmet";
import fastifyStatic from "@fastify/static";
import { assetFolders, assetsPrefix } from "@warifu/pages";
import { fastify } from "fastify";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { openBank } from "./bank.ts";
import { languageChosen, languageCookie, languageSeconds } from "./language-chosen.ts";
import type { Config } from "./read-config.ts";
import { logInRoutes } from "./routes/log-in-routes.ts";
import { transferRoutes } from "./routes/transfer-routes.ts";
import { homePage } from "./screens/home.ts";

/** `GET http://elsewhere.example/x` (RFC 9112 §3.2.2) asks for our /x: links are made of our own origin only. */
function withoutOrigin({ url = "/" }: IncomingMessage): string {
  return url.startsWith("/") ? url : url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "") || "/";
}

/** The whole bank, not listening yet. */
export async function makeBank(config: Config, nowMs: () => number): Promise<FastifyInstance> {
  const isSecure = config.origin.startsWith("https:");
  const app = fastify({ bodyLimit: 64 * 1024, forceCloseConnections: true, rewriteUrl: withoutOrigin });
  await app.register(fastifyCookie, { secret: config.sessionKey });
  await app.register(fastifyFormbody);
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        // One script of its own, which changes the language without losing what was entered.
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'"],
        // Chromium also asks this of the redirect that follows a form: that is the way to the gate.
        formAction: ["'self'", config.issuer],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // With "no-referrer" browsers send `Origin: null` with our own forms, and the check below could not tell them.
    referrerPolicy: { policy: "same-origin" },
    strictTransportSecurity: isSecure,
  });
  await app.register(fastifyStatic, { root: [...assetFolders], prefix: assetsPrefix, index: false, maxAge: "1h" });
  await app.register(fastifyStatic, {
    root: join(import.meta.dirname, "../assets"),
    prefix: "/bank-assets/",
    index: false,
    decorateReply: false,
  });
  const bank = openBank(config, nowMs);
  app.addHook("onRequest", async (request, reply) => {
    if (request.method === "POST" && !isFromOurselves(request, config.origin)) {
      await bank.problem(request, reply, "foreign");
    }
  });
  app.setErrorHandler(async (error, request, reply) => {
    request.log.error(error);
    return await bank.problem(request, reply, "broken");
  });
  app.addHook("onSend", async (request, reply) => {
    const chosen = languageChosen(request);
    if (chosen !== undefined) {
      const kept = { maxAge: languageSeconds, path: "/", sameSite: "lax", httpOnly: true, secure: isSecure } as const;
      reply.setCookie(languageCookie, chosen, kept);
    }
    if (!request.url.startsWith(assetsPrefix) && !request.url.startsWith("/bank-assets/")) {
      reply.header("cache-control", "no-store");
    }
  });

  app.get("/", async (request, reply) => {
    const found = bank.find(request);
    if (!found?.session.signedIn) return await reply.redirect("/log-in", 303);
    const { customer, proof } = found.session;
    return await bank.show(
      reply,
      homePage(bank.visitor(request), bank.accounts.of(customer.customerId), proof ?? "none"),
    );
  });
  logInRoutes(app, bank);
  transferRoutes(app, bank);
  app.setNotFoundHandler((request, reply) => bank.problem(request, reply, "lost"));
  return app;
}

function isFromOurselves(request: FastifyRequest, origin: string): boolean {
  const given = request.headers.origin;
  return given === undefined ? request.headers["sec-fetch-site"] === "same-origin" : given === origin;
}
