import { z } from "zod";

/** What the readable page reads of an OpenAPI 3.1 document; everything else is for programs. */
const schemaSchema: z.ZodType<DocumentSchema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    pattern: z.string().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    properties: z.record(z.string(), schemaSchema).optional(),
    required: z.array(z.string()).optional(),
    items: z.union([z.literal(false), schemaSchema]).optional(),
    prefixItems: z.array(schemaSchema).optional(),
    additionalProperties: z.union([z.boolean(), schemaSchema]).optional(),
    anyOf: z.array(schemaSchema).optional(),
    oneOf: z.array(schemaSchema).optional(),
  }),
);

export interface DocumentSchema {
  readonly $ref?: string | undefined;
  readonly type?: string | string[] | undefined;
  readonly enum?: unknown[] | undefined;
  readonly const?: unknown;
  readonly pattern?: string | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly properties?: Record<string, DocumentSchema> | undefined;
  readonly required?: string[] | undefined;
  readonly items?: DocumentSchema | false | undefined;
  readonly prefixItems?: DocumentSchema[] | undefined;
  readonly additionalProperties?: boolean | DocumentSchema | undefined;
  readonly anyOf?: DocumentSchema[] | undefined;
  readonly oneOf?: DocumentSchema[] | undefined;
}

const parameterSchema = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  schema: schemaSchema,
});

const content = z.object({ "application/json": z.object({ schema: schemaSchema }) });

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        parameters: z.array(parameterSchema).optional(),
        requestBody: z.object({ content }).optional(),
        responses: z.record(z.string(), z.object({ content, description: z.string() })),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), schemaSchema) }),
});

export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  /** Of the query and the headers; those of the path speak for themselves. */
  readonly parameters: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly schema: DocumentSchema;
  }[];
  readonly body: DocumentSchema | null;
  readonly answers: readonly {
    readonly status: string;
    readonly schema: DocumentSchema;
    readonly codes: readonly string[];
  }[];
}

export interface ReadableDocument {
  readonly operations: readonly Operation[];
  readonly schemas: Readonly<Record<string, DocumentSchema>>;
}

/** Takes the page's share out of the document. @throws ZodError when the document is not as we make it */
export function readDocument(document: unknown): ReadableDocument {
  const { paths, components } = documentSchema.parse(document);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      operationId: operation.operationId,
      method: method.toUpperCase(),
      path,
      parameters: (operation.parameters ?? [])
        .filter((parameter) => parameter.in !== "path")
        .map(({ name, required = false, schema }) => ({ name, required, schema })),
      body: operation.requestBody?.content["application/json"].schema ?? null,
      answers: Object.entries(operation.responses).map(([status, answer]) => ({
        status,
        schema: answer.content["application/json"].schema,
        codes: [...answer.description.matchAll(/^`([a-z_]+)`:/gm)].map(([, code = ""]) => code),
      })),
    })),
  );
  return { operations, schemas: components.schemas };
}

/** string · 6–8 · "login" | "transfer": a schema in one line. References come out as their name. */
export function typeInWords(schema: DocumentSchema): string {
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1) ?? "";
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return alternatives.map(typeInWords).join(" | ");
  if (schema.prefixItems !== undefined) return `[${schema.prefixItems.map(typeInWords).join(", ")}]`;
  if (schema.type === "array") return `${typeInWords(schema.items || {})}[]`;
  const type = Array.isArray(schema.type) ? schema.type.join(" | ") : (schema.type ?? "object");
  return schema.pattern === undefined ? type : `${type} /${schema.pattern}/`;
}
