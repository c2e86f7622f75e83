import { idempotencyKeyHeaderPattern, wireCodeNames } from "@warifu/wire";
import { beforeAll, describe, expect, it } from "vitest";
import { openApiText, writeOpenApi } from "../write-openapi.ts";
import { docsPage } from "./docs-page.ts";
import { readDocument } from "./read-document.ts";
import type { DocumentSchema, ReadableDocument } from "./read-document.ts";
import { docsWords } from "./words.ts";

let document: ReadableDocument;

beforeAll(async () => {
  document = readDocument(JSON.parse(await openApiText()));
});

function fieldsOf(schema: DocumentSchema): string[] {
  const items = Object.values(schema.properties ?? {}).flatMap((field) => (field.items ? [field.items] : []));
  const alternatives = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...items].flatMap(fieldsOf);
  return [...Object.keys(schema.properties ?? {}), ...alternatives];
}

describe("docs/openapi.json", () => {
  it("is what the schemas say: else run apps/server/src/faces/api/write-openapi.ts", async () => {
    expect(await writeOpenApi({ check: true })).toBe(true);
  });
});

describe("the readable page", () => {
  it("has words for every operation, field and code, in both languages", () => {
    const shapes = [
      ...document.operations.flatMap(({ body }) => (body ? [body] : [])),
      ...Object.values(document.schemas),
    ];
    for (const words of [docsWords.ja, docsWords.en]) {
      expect(Object.keys(words.operations).toSorted()).toEqual(
        document.operations.map(({ operationId }) => operationId).toSorted(),
      );
      expect(Object.keys(words.fields).toSorted()).toEqual([...new Set(shapes.flatMap(fieldsOf))].toSorted());
      const parameters = document.operations.flatMap((operation) => operation.parameters.map(({ name }) => name));
      expect(Object.keys(words.parameterTexts).toSorted()).toEqual([...new Set(parameters)].toSorted());
      expect(Object.keys(words.codes)).toEqual(wireCodeNames);
    }
  });

  it("leads to every operation, with every code it can answer, and runs no script", () => {
    for (const language of ["ja", "en"] as const) {
      const page = docsPage(document, "https://api.example.jp", language).toString();
      for (const { operationId, path } of document.operations) {
        expect(page).toContain(`href="#${operationId}"`);
        expect(page).toContain(path);
      }
      for (const [, id = ""] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${id}"`);
      expect(page).not.toContain("<script");
      expect(page).toContain(`lang="${language}"`);
    }
  });
});

describe("the document, for other people's tools", () => {
  it("tells the grammar of Idempotency-Key at every act, and at no other operation", async () => {
    const { paths } = JSON.parse(await openApiText()) as { paths: Record<string, Record<string, Operation>> };
    for (const operations of Object.values(paths)) {
      for (const [method, { parameters = [] }] of Object.entries(operations)) {
        const patterns = parameters
          .filter(({ name }) => name === "Idempotency-Key")
          .map(({ schema }) => schema.pattern);
        expect(patterns).toEqual(method === "get" ? [] : [idempotencyKeyHeaderPattern]);
      }
    }
  });

  it("tells numbers of the query as numbers", async () => {
    const { paths } = JSON.parse(await openApiText()) as { paths: Record<string, Record<string, Operation>> };
    const schemas = paths["/v1/events"]?.["get"]?.parameters?.map(({ name, schema }) => [name, schema]);
    expect(Object.fromEntries(schemas ?? [])).toMatchObject({
      limit: { type: "integer", minimum: 1, maximum: 1000 },
      wait: { type: "integer", minimum: 0, maximum: 30 },
      after: { type: "string" },
    });
  });

  it("names the headers of every answer, and each stands in the document", async () => {
    const { paths, components } = JSON.parse(await openApiText()) as {
      paths: Record<string, Record<string, Operation>>;
      components: { headers: Record<string, unknown> };
    };
    for (const { responses } of Object.values(paths).flatMap((operations) => Object.values(operations))) {
      for (const [status, { headers }] of Object.entries(responses)) {
        const names = Object.keys(headers);
        expect(names.every((name) => name in components.headers)).toBe(true);
        expect(names).toContain("X-Request-Id");
        expect(names.includes("RateLimit-Remaining")).toBe(status !== "401");
        expect(names.includes("Retry-After")).toBe(status === "429" || status === "503");
      }
    }
  });
});

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly schema: { readonly pattern?: string } }[];
  readonly responses: Readonly<Record<string, { readonly headers: Readonly<Record<string, unknown>> }>>;
}
