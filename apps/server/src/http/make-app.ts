import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import Fastify, { LogController } from "fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { browserFaceNames } from "../faces.ts";
import type { BrowserFaceName, HttpFaceName } from "../faces.ts";
import { describeError } from "../log.ts";
import type { Service } from "../service.ts";
import { contentSecurityPolicy, machineCsp } from "./content-security-policy.ts";
import { isSecure } from "./cookies.ts";
import { speakLanguages } from "./language.ts";
import { problemCodeOf, problemStatus, retryAfterSecondsOf } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { protectAnswers } from "./protecting-headers.ts";
import { requestLog } from "./request-log.ts";
import { onlyFromOwnPages } from "./same-origin.ts";

const bodyLimitBytes = 64 * 1024;

export interface AppOptions {
  readonly face: HttpFaceName;
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
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    onProtoPoisoning: "error",
    onConstructorPoisoning: "error",
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200 },
    // The default would copy a bad URL into the answer.
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply),
  });

  answerErrors(app, options);
  logAnswers(app, service, face);
  protectAnswers(app, {
    strictTransport: face !== "ops" && isSecure(config.origins[face]),
    permissionsPolicy: options.permissionsPolicy,
    contentSecurityPolicy:
      options.contentSecurityPolicy ?? contentSecurityPolicy({}, isBrowserFace(face) ? undefined : machineCsp),
    hasPages: isBrowserFace(face),
  });

  if (isBrowserFace(face)) {
    await app.register(cookie, { secret: [...service.keys.cookieKeys] });
    speakLanguages(app, config, face);
    onlyFromOwnPages(app, config.origins[face]);
  }
  if (options.forms === true) await app.register(formbody, { bodyLimit: bodyLimitBytes });
  // text/plain is what another site's form can send without asking first.
  app.removeContentTypeParser("text/plain");
  return app;

  function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const code = problemCodeOf(error);
    const problem: Problem = { code, status: problemStatus[code], requestId: request.id };
    // No hook runs for such a request, so this answer brings the headers of every other one itself.
    void reply
      .code(problem.status)
      .headers({
        "content-security-policy": contentSecurityPolicy({}, machineCsp),
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "x-request-id": request.id,
      })
      .send({ code: problem.code, message: messageOf(problem) });
  }
}

function answerErrors(app: FastifyInstance, options: AppOptions): void {
  const answer = (code: Problem["code"], request: FastifyRequest, reply: FastifyReply): unknown => {
    const problem: Problem = { code, status: problemStatus[code], requestId: request.id };
    void reply.code(problem.status).header("cache-control", "no-store");
    if (options.renderProblem) return options.renderProblem(problem, request, reply);
    return reply.send({ code: problem.code, message: messageOf(problem) });
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

/** Only these words reach the outside: never what was thrown. */
function messageOf(problem: Problem): string {
  const messages: Record<Problem["code"], string> = {
    malformed: "The request does not keep the grammar.",
    foreignOrigin: "The request did not come from a page of this site.",
    notFound: "There is nothing here.",
    methodNotAllowed: "This method is not answered here.",
    bodyTooLarge: "The body is too large.",
    unsupportedMediaType: "This content type is not accepted here.",
    tooManyRequests: "Too many requests; try again later.",
    internalError: `Something went wrong here (${problem.requestId}).`,
    outcomeUnknown: "It is not known whether the request was carried out.",
    unavailable: "The service cannot answer at the moment.",
  };
  return messages[problem.code];
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
