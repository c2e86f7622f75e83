import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from "fastify-type-provider-zod";

const description = `What an institution's servers ask Warifu: who may use one-time passwords, where a customer stands, is this code right.

**Key.** Every request carries \`Authorization: Bearer wrf_…\`. Two keys of one client may live at the same time, so that a key can be changed without a gap.

**Bodies** are strict: \`application/json\`, no unknown fields, no field twice, nothing is trimmed or converted.

**Errors** are \`{ "code", "message" }\`. Programs decide on \`code\`.

**503 \`outcome_unknown\`** means neither done nor not done: read the state, or ask the customer for the next code. It is never "wrong".`;

type Made = ReturnType<ReturnType<typeof createJsonSchemaTransformObject>>;

/** Integers of ours need no word about JavaScript's largest ones. */
const zodToJsonConfig = {
  override({ jsonSchema }: { jsonSchema: { type?: unknown; minimum?: number; maximum?: number } }) {
    if (jsonSchema.type !== "integer") return;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  },
};

/** Collects the routes registered after it into an OpenAPI 3.1 document, made from the schemas that also check the requests. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.1",
      info: {
        title: "Warifu REST API",
        version: "1",
        description,
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      servers: [{ url: "/" }],
      components: {
        securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "An API key: wrf_KEYID_RANDOM" } },
      },
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig }),
    transformObject: (document) => withoutInputTwins(createJsonSchemaTransformObject({ zodToJsonConfig })(document)),
  });
}

/** Every named schema comes out twice, as answer and as request; the names are those of answers only. */
function withoutInputTwins(document: Made): Made {
  if (!("openapi" in document)) return document;
  const schemas = Object.entries(document.components?.schemas ?? {}).filter(([name]) => !name.endsWith("Input"));
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } } as Made;
}
