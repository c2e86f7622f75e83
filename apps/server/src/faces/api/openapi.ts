import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { idempotencyKeyHeaderPattern } from "@warifu/wire";
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from "fastify-type-provider-zod";

const description = `What an institution's servers ask Warifu: who may use one-time passwords, where a customer stands, is this code right.

**Key.** Every request carries \`Authorization: Bearer wrf_…\`. Two keys of one client may live at the same time, so that a key can be changed without a gap.

**Bodies** are strict: \`application/json\`, no unknown fields, no field twice, nothing is trimmed or converted.

**Errors** are \`{ "code", "message" }\`. Programs decide on \`code\`.

**\`Idempotency-Key\`** on a POST, PUT or DELETE: the same request under the same key is answered the same for 24 hours and carried out once; another request under it is 409 \`idempotency_mismatch\`. Send one with everything, made anew for each thing you want done and kept over your retries.

**503 \`outcome_unknown\`** means neither done nor not done, never "wrong": repeat the request with the same idempotency key and you are told.

**Limits.** Each key may ask 600,000 times a minute on each node; \`RateLimit-Limit\`, \`RateLimit-Remaining\` and \`RateLimit-Reset\` say where it stands. 429 and some 503 carry \`Retry-After\` in seconds.`;

/** Every act may carry it; one place for all, because no route reads it by itself. */
const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  schema: { type: "string", pattern: idempotencyKeyHeaderPattern },
  description:
    "1–255 printable ASCII characters, such as a new UUID, as a quoted string; or bare, then without space, quote, comma, semicolon and backslash.",
} as const;

type Made = ReturnType<ReturnType<typeof createJsonSchemaTransformObject>>;

/** Integers of ours need no word about JavaScript's largest ones, nor about the digits in which a query writes them. */
const zodToJsonConfig = {
  override({ jsonSchema }: { jsonSchema: { type?: unknown; minimum?: number; maximum?: number; pattern?: string } }) {
    if (jsonSchema.type !== "integer") return;
    delete jsonSchema.pattern;
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
    transformObject: (document) =>
      withHeaders(
        withIdempotencyKeys(withoutInputTwins(createJsonSchemaTransformObject({ zodToJsonConfig })(document))),
      ),
  });
}

/** Every named schema comes out twice, as answer and as request; the names are those of answers only. */
function withoutInputTwins(document: Made): Made {
  if (!("openapi" in document)) return document;
  const schemas = Object.entries(document.components?.schemas ?? {}).filter(([name]) => !name.endsWith("Input"));
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } } as Made;
}

function withIdempotencyKeys(document: Made): Made {
  if (!("openapi" in document)) return document;
  const paths = (document.paths ?? {}) as Record<string, Record<string, { parameters?: object[] }>>;
  for (const operations of Object.values(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (method !== "get") operation.parameters = [...(operation.parameters ?? []), idempotencyKey];
    }
  }
  return document;
}

/** Headers of the answers; each stands in the document once. */
const headers = {
  "X-Request-Id": {
    description: "The request's number in the service's log. Keep it with what went wrong.",
    schema: { type: "string", format: "uuid" },
  },
  "RateLimit-Limit": {
    description: "Requests a minute of this key on this node.",
    schema: { type: "integer", minimum: 1 },
  },
  "RateLimit-Remaining": { description: "How many are left of them.", schema: { type: "integer", minimum: 0 } },
  "RateLimit-Reset": { description: "In how many seconds they begin anew.", schema: { type: "integer", minimum: 0 } },
  "Retry-After": {
    description: "Seconds until it is worth asking again; absent where that is not known.",
    schema: { type: "integer", minimum: 0 },
  },
} as const;

/** Which headers an answer of this status has: the limits belong to a live key, so 401 tells none. */
function headersOf(status: string): (keyof typeof headers)[] {
  const limits = ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"] as const;
  return [
    "X-Request-Id",
    ...(status === "401" ? [] : limits),
    ...(/^(?:429|503)$/.test(status) ? (["Retry-After"] as const) : []),
  ];
}

function withHeaders(document: Made): Made {
  if (!("openapi" in document)) return document;
  const paths = (document.paths ?? {}) as Record<string, Record<string, { responses?: Record<string, object> }>>;
  for (const operation of Object.values(paths).flatMap((operations) => Object.values(operations))) {
    for (const [status, answer] of Object.entries(operation.responses ?? {})) {
      const references = headersOf(status).map((name) => [name, { $ref: `#/components/headers/${name}` }]);
      Object.assign(answer, { headers: Object.fromEntries(references) });
    }
  }
  return { ...document, components: { ...document.components, headers } } as Made;
}
