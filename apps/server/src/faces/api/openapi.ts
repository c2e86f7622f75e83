import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import type { OpenAPIV3_1 } from "openapi-types";

const description = `What an institution's servers ask Warifu: who may use one-time passwords, where a customer stands, is this code right.

**Key.** Every request carries \`Authorization: Bearer wrf_…\`. Two keys of one client may live at the same time, so that a key can be changed without a gap.

**Bodies** are strict: \`application/json\`, no unknown fields, no field twice, nothing is trimmed or converted.

**Errors** are \`{ "code", "message" }\`. Programs decide on \`code\`.

**503 \`outcome_unknown\`** means neither done nor not done: read the state, or ask the customer for the next code. It is never "wrong".`;

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
    transform: jsonSchemaTransform,
    transformObject: (document) => {
      const made = jsonSchemaTransformObject(document);
      return "openapi" in made ? withoutInputTwins(made as OpenAPIV3_1.Document) : made;
    },
  });
}

/** Every named schema comes out twice, as answer and as request; the names are those of answers only. */
function withoutInputTwins(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const schemas = Object.entries(document.components?.schemas ?? {}).filter(([name]) => !name.endsWith("Input"));
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } };
}
