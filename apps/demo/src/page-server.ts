import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import { assetFolders, assetsPrefix } from "@warifu/pages";
import {
  answerUnreadable,
  bareHeaders,
  loopbackNames,
  malformedBody,
  malformedMessage,
  originForm,
  refusalOf,
  refuseExpectations,
} from "@warifu/wire/http-edge";
import { fastify } from "fastify";
import type { FastifyInstance, FastifyReply } from "fastify";

const ownAssets = join(import.meta.dirname, "../assets");

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'";

export interface PageServerOptions {
  readonly port: number;
  /** Where forms of its pages may lead, as the policy's `form-action` says it. Default: nowhere. */
  readonly formsLeadTo?: readonly string[];
}

/**
 * What the demo's own pages have in common: the look, the headers, and that nobody else reads them. A page of a stranger can give its
 * own name the address 127.0.0.1 (DNS rebinding); then its requests say that name, and are refused.
 */
export async function makePageServer({ port, formsLeadTo = [] }: PageServerOptions): Promise<FastifyInstance> {
  const ourNames = new Set(loopbackNames(port));
  const formAction = formsLeadTo.length === 0 ? "'none'" : formsLeadTo.join(" ");
  const app = fastify({
    forceCloseConnections: true,
    bodyLimit: 64 * 1024,
    rewriteUrl: originForm,
    clientErrorHandler: answerUnreadable,
    // Ours says so itself (refusalOf).
    http: { requireHostHeader: false },
    onProtoPoisoning: "error",
    onConstructorPoisoning: "error",
    // The default would copy a bad URL into the answer.
    frameworkErrors: (_error, _request, reply) => answerMalformed(reply),
  });
  refuseExpectations(app.server);
  app.addHook("onRequest", async (request, reply) => {
    reply.headers({
      "content-security-policy": `${contentSecurityPolicy}; form-action ${formAction}`,
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      ...(request.url.startsWith(assetsPrefix) ? {} : { "cache-control": "no-store" }),
    });
    const refusal = refusalOf(request.raw, ourNames);
    if (refusal === null) return undefined;
    return await reply.code(refusal.status).headers(refusal.headers).send(refusal.body);
  });
  app.setNotFoundHandler(async (_request, reply) => await sendWords(reply, 404));
  app.setErrorHandler(async (error, _request, reply) => await sendWords(reply, statusOf(error)));
  await app.register(fastifyStatic, { root: [...assetFolders, ownAssets], prefix: assetsPrefix, index: false });
  return app;
}

/** In fixed words: nothing of what was asked for, or thrown, is said again. */
async function sendWords(reply: FastifyReply, status: number): Promise<FastifyReply> {
  const words =
    status === 404
      ? "There is nothing here.\n"
      : status < 500
        ? `${malformedMessage}\n`
        : "Something went wrong here.\n";
  return await reply.code(status).type("text/plain; charset=utf-8").send(words);
}

function statusOf(error: unknown): number {
  const status = typeof error === "object" && error !== null && "statusCode" in error ? error.statusCode : 500;
  return typeof status === "number" && status >= 400 && status < 600 ? status : 500;
}

function answerMalformed(reply: FastifyReply): void {
  void reply.code(400).headers(bareHeaders).send(malformedBody);
}
