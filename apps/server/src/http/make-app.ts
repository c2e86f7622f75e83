import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import Fastify, { LogController } from "fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { browserFaceNames } from "../configuration/faces.ts";
import type { BrowserFaceName, HttpFaceName } from "../configuration/faces.ts";
import { describeError } from "../telemetry/log.ts";
import type { Service } from "../service.ts";
import { answerUnreadable, bareAnswerHeaders, originForm, refuseBroken, refuseExpectations } from "./broken-request.ts";
import { makeReadClientAddress } from "./client-address.ts";
import { contentSecurityPolicy, machineCsp } from "./content-security-policy.ts";
import { isSecure } from "./cookies.ts";
import { speakLanguages } from "./language.ts";
import { problemCodeOf, problemMessage, problemStatus, retryAfterSecondsOf } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { protectAnswers } from "./protecting-headers.ts";
import { requestLog } from "./request-log.ts";
import { onlyFromOwnPages } from "./same-origin.ts";

const bodyLimitBytes = 64 * 1024;

export interface AppOptions {
  readonly face: HttpFaceName;
  /**
   * The face's own hooks. They are added here and nowhere later: Fastify gives a route only the hooks that were there before it, and
   * a route that came earlier (assets) would be answered without them.
   */
  readonly addHooks?: (app: FastifyInstance) => void;
  /** Default: strict for faces with pages, "nothing at all" for machines. A route may have its own (config.contentSecurityPolicy). */
  readonly contentSecurityPolicy?: string;
  readonly permissionsPolicy?: string;
  /** Accept HTML forms (application/x-www-form-urlencoded) next to JSON. */
  readonly forms?: boolean;
  /** Answers a problem in the face's own way (a page); without it: JSON { code, message }. */
  readonly renderProblem?: (problem: Problem, request: FastifyRequest, reply: FastifyReply) => unknown;
}

/** The base every face starts from: headers, cookies, language, request log, limits, and one place where errors become answers. */
export async function makeApp(service: Service, options: AppOptions): Promise<FastifyInstance> {
  const { config } = service;
  const { face } = options;
  const app = Fastify({
    loggerInstance: service.log.child({ face }),
    childLoggerFactory: requestLog,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    genReqId: () => randomUUID(),
    bodyLimit: bodyLimitBytes,
    // Who asks is read in one place (client-address.ts), and our origin from nobody's header.
    trustProxy: false,
    rewriteUrl: originForm,
    clientErrorHandler: answerUnreadable,
    // Ours says so in the answer's form (refuseBroken).
    http: { requireHostHeader: false },
    onProtoPoisoning: "error",
    onConstructorPoisoning: "error",
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    // Whoever still has a connection when no new ones are taken is answered like everybody, and told that it ends.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    // The default would copy a bad URL into the answer.
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply),
  });

  // The next request on this connection would meet a node that is gone.
  app.addHook("onRequest", async (_request, reply) => {
    if (service.isStopping()) reply.header("connection", "close");
  });
  answerErrors(app, options);
  refuseExpectations(app);
  const readClientAddress = makeReadClientAddress(config.trustedProxies);
  app.decorateRequest("addressGroup", {
    getter() {
      return readClientAddress(this.raw);
    },
  });
  logAnswers(app, service, face);
  protectAnswers(app, {
    strictTransport: face !== "ops" && isSecure(config.origins[face]),
    permissionsPolicy: options.permissionsPolicy,
    contentSecurityPolicy:
      options.contentSecurityPolicy ?? contentSecurityPolicy({}, isBrowserFace(face) ? undefined : machineCsp),
    hasPages: isBrowserFace(face),
  });

  refuseBroken(app);
  if (isBrowserFace(face)) {
    await app.register(cookie, { secret: [...service.keys.cookieKeys] });
    speakLanguages(app, config, face);
    onlyFromOwnPages(app, config.origins[face]);
  }
  if (options.forms === true) await app.register(formbody, { bodyLimit: bodyLimitBytes });
  // text/plain is what another site's form can send without asking first.
  app.removeContentTypeParser("text/plain");
  options.addHooks?.(app);
  return app;

  function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const code = problemCodeOf(error);
    const problem: Problem = { code, status: problemStatus[code], requestId: request.id };
    // No hook runs for such a request, so this answer brings the headers of every other one itself.
    void reply.code(problem.status).headers(bareAnswerHeaders(request.id)).send(plainBody(problem));
  }
}

function answerErrors(app: FastifyInstance, options: AppOptions): void {
  const { renderProblem } = options;
  const answer = async (code: Problem["code"], request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const problem: Problem = { code, status: problemStatus[code], requestId: request.id };
    void reply.code(problem.status).header("cache-control", "no-store");
    if (renderProblem === undefined) return reply.send(plainBody(problem));
    try {
      return await renderProblem(problem, request, reply);
    } catch (error) {
      return answerPlainly(problem, error, request, reply);
    }
  };
  app.setErrorHandler((error, request, reply) => {
    const code = problemCodeOf(error);
    const retryAfterSeconds = retryAfterSecondsOf(error);
    if (retryAfterSeconds !== null) reply.header("retry-after", retryAfterSeconds);
    // Under overload every second answer may be this one: the metric counts them, a line each would only add to the load.
    if (problemStatus[code] >= 500 && code !== "unavailable") {
      request.log.error({ error: describeError(error) }, "a request failed");
    }
    return answer(code, request, reply);
  });
  app.setNotFoundHandler((request, reply) => answer("notFound", request, reply));
}

/** The face's own page about a problem failed (it asks the store, say): the same problem without a page, never Fastify's words. */
function answerPlainly(problem: Problem, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // Whoever hung up is no failure.
  if (reply.sent || reply.raw.destroyed) return reply;
  request.log.error({ error: describeError(error) }, "the answer to a problem failed");
  return reply
    .code(problem.status)
    .removeHeader("location")
    .type("application/json; charset=utf-8")
    .send(plainBody(problem));
}

function plainBody({ code, requestId }: Problem): { code: string; message: string } {
  return { code, message: problemMessage(code, requestId) };
}

/** One line per answer, of allowed fields only: the route's pattern, never the URL, which may hold what nobody should read. */
function logAnswers(app: FastifyInstance, service: Service, face: HttpFaceName): void {
  const { log, metrics } = service;
  app.addHook("onResponse", (request, reply, done) => {
    const { id: requestId, method } = request;
    const { statusCode: status, elapsedTime: ms } = reply;
    const route = request.routeOptions.url ?? null;
    log.info({ face, requestId, method, route, status, ms: Math.round(ms * 10) / 10 }, "answered");
    metrics.answered({ face, method, route: route ?? "", status, seconds: ms / 1000 });
    done();
  });
}

function isBrowserFace(face: HttpFaceName): face is BrowserFaceName {
  return browserFaceNames.some((name) => name === face);
}
