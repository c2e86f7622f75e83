import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import { hasZodFastifySchemaValidationErrors, serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { wireCodes } from "@warifu/wire";
import type { WireCode } from "@warifu/wire";
import { makeApp } from "../../http/make-app.ts";
import { ProblemError } from "../../http/problem.ts";
import type { Service } from "../../service.ts";
import { ApiError, codeOfProblem } from "./api-error.ts";
import { authenticate } from "./authenticate.ts";
import { docsRoutes } from "./docs/docs-routes.ts";
import { describeApi } from "./openapi.ts";
import { readStrictJson } from "./read-strict-json.ts";
import { registerRoutes } from "./routes/register-routes.ts";

/** Ten thousand a second: it stops a loop that ran away, not a busy morning. */
const requestsPerMinutePerKey = 600_000;

/** The face for institutions' servers: REST v1, its OpenAPI document and a page to read. Not listening yet. */
export async function makeApiFace(service: Service): Promise<FastifyInstance> {
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
    await scope.register(rateLimit, {
      max: requestsPerMinutePerKey,
      timeWindow: 60_000,
      enableDraftSpec: true,
      keyGenerator: (request) => request.caller?.keyId ?? request.ip,
      errorResponseBuilder: () => new ProblemError("tooManyRequests"),
    });
    authenticate(scope, service);
    registerRoutes(scope.withTypeProvider<ZodTypeProvider>(), service);
  });
  return app;
}

/** Errors of the routes; whatever is not theirs goes on to the base. */
function answerErrors(scope: FastifyInstance): void {
  scope.setErrorHandler((error, _request, reply) => {
    if (error instanceof ApiError) return reply.code(error.statusCode).send(bodyOf(error.code));
    if (hasZodFastifySchemaValidationErrors(error)) {
      const fields = error.validation.map(({ instancePath }) => instancePath.split("/")[1] ?? "");
      return reply.code(wireCodes.malformed.status).send({ ...bodyOf("malformed"), fields: [...new Set(fields)] });
    }
    throw error;
  });
}

/** Fastify takes null for "no body"; sent as JSON it is a wrong one. */
function objectOf(value: unknown): unknown {
  if (value === null) throw new ProblemError("malformed");
  return value;
}

function bodyOf(code: WireCode): { code: WireCode; message: string } {
  return { code, message: wireCodes[code].message };
}
