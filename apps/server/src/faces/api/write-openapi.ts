import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Fastify from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { ApiService } from "./api-service.ts";
import { describeApi } from "./openapi.ts";
import { registerRoutes } from "./routes/register-routes.ts";

/** Where the document is kept for those who read the repository. */
const openApiFile = join(import.meta.dirname, "..", "..", "..", "..", "..", "docs", "openapi.json");

/** The document as `GET /openapi.json` gives it, made without a service: nothing is asked, so no handler runs. */
export async function openApiText(): Promise<string> {
  const app = Fastify().setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
  await describeApi(app);
  await app.register(async (scope) => {
    registerRoutes(scope.withTypeProvider<ZodTypeProvider>(), {} as ApiService);
  });
  await app.ready();
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`;
  await app.close();
  return text;
}

/** Writes docs/openapi.json; with `check`, only says whether it is the one that would be written. */
export async function writeOpenApi({ check = false }: { check?: boolean } = {}): Promise<boolean> {
  const text = await openApiText();
  if (check) return readFileSync(openApiFile, "utf8") === text;
  writeFileSync(openApiFile, text);
  return true;
}

if (import.meta.main) await writeOpenApi();
