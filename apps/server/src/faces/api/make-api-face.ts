import { setTimeout } from "node:timers/promises";
import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors, serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { makeApp } from "../../http/make-app.ts";
import { problemCodeOf, ProblemError } from "../../http/problem.ts";
import type { Service } from "../../service.ts";
import { ApiError, bodyOf, codeOfProblem, thrownByAct } from "./api-error.ts";
import type { ApiService } from "./api-service.ts";
import { authenticate } from "./authenticate.ts";
import { docsRoutes } from "./docs/docs-routes.ts";
import { describeApi } from "./openapi.ts";
import { makeLimitKey, requestsPerMinutePerKey } from "./limit-key.ts";
import { openOnceKeys } from "./once-key.ts";
import { readStrictJson } from "./read-strict-json.ts";
import { registerRoutes } from "./routes/register-routes.ts";

export interface ApiFaceOptions {
  readonly pause?: ApiService["pause"];
  /** Requests of one key. */
  readonly limitPerMinute?: number;
}

/** The face for institutions' servers: REST v1, its OpenAPI document and a page to read. Not listening yet. */
export async function makeApiFace(
  service: Service,
  { pause = pauseByTimer, limitPerMinute = requestsPerMinutePerKey }: ApiFaceOptions = {},
): Promise<FastifyInstance> {
  const onceKeyOf = await openOnceKeys(service.storage, service.nowMs);
  const app = await makeApp(service, {
    face: "api",
    renderProblem: (problem, _request, reply) => reply.send(bodyOf(codeOfProblem[problem.code])),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => {
    try {
      done(null, objectOf(readStrictJson(body as Buffer)));
    } catch (error) {
      done(error as Error);
    }
  });
  await describeApi(app);
  await docsRoutes(app, service.config.origins.api);

  await app.register(async (scope) => {
    answerErrors(scope);
    // Only for what it counts by itself: failed keys (authenticate.ts).
    await scope.register(rateLimit, { global: false });
    authenticate(scope, service, makeLimitKey(limitPerMinute));
    registerRoutes(scope.withTypeProvider<ZodTypeProvider>(), { ...service, onceKeyOf, pause });
  });
  return app;
}

function pauseByTimer(milliseconds: number, signal: AbortSignal): Promise<void> {
  return setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** Errors of the routes; whatever is not theirs goes on to the base. */
function answerErrors(scope: FastifyInstance): void {
  scope.setErrorHandler((error, request, reply) => {
    const told = thrownByAct(error);
    if (told !== null) return answerApiError(told, request, reply);
    if (hasZodFastifySchemaValidationErrors(error)) {
      const fields = error.validation.map(({ instancePath }) => instancePath.split("/")[1] ?? "");
      return answerApiError(new ApiError("malformed", { fields: [...new Set(fields)] }), request, reply);
    }
    // Read no further than its form: the body as a whole is at fault.
    if (problemCodeOf(error) === "malformed") {
      return answerApiError(new ApiError("malformed", { fields: [""] }), request, reply);
    }
    throw error;
  });
}

/** Fastify takes null for "no body"; sent as JSON it is a wrong one. */
function objectOf(value: unknown): unknown {
  if (value === null) throw new ProblemError("malformed");
  return value;
}

function answerApiError(error: ApiError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { code, statusCode, told } = error;
  if (statusCode >= 500) request.log.warn({ reason: code }, "a request was not answered");
  if (told.retryAfterSeconds !== undefined) reply.header("retry-after", told.retryAfterSeconds);
  return reply.code(statusCode).send(bodyOf(code, told));
}
