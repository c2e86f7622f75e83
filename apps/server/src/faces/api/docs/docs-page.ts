import { html, messagesFor, page, table } from "@warifu/pages";
import type { Html, Language } from "@warifu/pages";
import { wireCodeNames, wireCodes } from "@warifu/wire";
import { typeInWords } from "./read-document.ts";
import type { DocumentSchema, Operation, ReadableDocument } from "./read-document.ts";
import { docsWords } from "./words.ts";

type Words = ReturnType<typeof wordsFor>;

function wordsFor(language: Language) {
  return messagesFor(docsWords, language);
}

/** The readable page of the API, made from the same document that programs read. */
export function docsPage(document: ReadableDocument, origin: string, language: Language): Html {
  const words = wordsFor(language);
  return page({
    lang: language,
    title: words.title,
    screenId: "A-100",
    siteName: "Warifu",
    siteKind: words.siteKind,
    variant: "site api-docs",
    styles: ["/docs/api-docs.css"],
    languageSwitch: { ja: "/docs?lang=ja", en: "/docs?lang=en" },
    body: html`<h1>${words.title}</h1>
      <p>${words.lead}</p>
      <p><a href="/openapi.json">${words.document} (openapi.json)</a></p>
      ${contents(document, words)}
      <h2 id="basics">${words.basics}</h2>
      ${basics(words)}
      <h3>${words.example}</h3>
      ${example(origin)}
      <h2 id="operations">${words.operationsTitle}</h2>
      ${document.operations.map((operation) => operationSection(operation, words))}
      <h2 id="schemas">${words.schemasTitle}</h2>
      ${Object.entries(document.schemas).map(
        ([name, schema]) =>
          html`<h3 id="schema-${name}"><code>${name}</code></h3>
            ${shape(schema, words)}`,
      )}
      <h2 id="codes">${words.codesTitle}</h2>
      ${codeTable(words)}`,
  });
}

function contents({ operations }: ReadableDocument, words: Words): Html {
  return html`<nav aria-labelledby="contents">
    <h2 id="contents">${words.contents}</h2>
    <ul>
      <li><a href="#basics">${words.basics}</a></li>
      ${operations.map(({ operationId, method, path }) => html`<li><a href="#${operationId}">${titleOf(operationId, words)}</a> <code>${method} ${path}</code></li>`)}
      <li><a href="#schemas">${words.schemasTitle}</a></li>
      <li><a href="#codes">${words.codesTitle}</a></li>
    </ul>
  </nav>`;
}

function basics(words: Words): Html {
  const facts = [
    [words.keyTitle, words.key],
    [words.bodiesTitle, words.bodies],
    [words.errorsTitle, words.errors],
    [words.onceTitle, words.once],
    [words.unknownTitle, words.unknown],
    [words.limitTitle, words.limit],
  ];
  return html`<dl>
    ${facts.map(
      ([term, text]) =>
        html`<dt>${term}</dt>
          <dd>${text}</dd>`,
    )}
  </dl>`;
}

function example(origin: string): Html {
  return html`<pre tabindex="0"><code>curl -X POST ${origin}/v1/customers/hanako/verifications \\
  -H "Authorization: Bearer $WARIFU_API_KEY" \\
  -H "Content-Type: application/json" \\
  -H 'Idempotency-Key: "8e03978e-40d5-43dd-bc93-6894a57f9324"' \\
  -d '{"otp":"12345678","purpose":"transfer","reference":"T-0001"}'

{"accepted":true}
{"accepted":false,"reason":"mismatch","triesLeft":4}</code></pre>`;
}

function operationSection({ operationId, method, path, parameters, body, answers }: Operation, words: Words): Html {
  const text = textOf(words.operations, operationId)?.text;
  return html`<section aria-labelledby="${operationId}">
    <h3 id="${operationId}">${titleOf(operationId, words)}</h3>
    <p class="path">
      <code><strong>${method}</strong> ${path}</code>
    </p>
    <p>${text}</p>
    ${parameters.length === 0 ? "" : parameterTable(parameters, words)}
    <h4>${words.request}</h4>
    ${body === null ? html`<p>${words.noBody}</p>` : shape(body, words)}
    <h4>${words.answers}</h4>
    <ul>
      ${answers.filter(({ codes }) => codes.length === 0).map(({ status, schema }) => html`<li>${status} ${typeLink(schema)}</li>`)}
      <li>
        ${words.errorsTitle}:
        ${answers
          .flatMap(({ status, codes }) => codes.map((code) => ({ status, code })))
          .map(({ status, code }) => html`<a href="#code-${code}">${status} <code>${code}</code></a> `)}
      </li>
    </ul>
  </section>`;
}

function parameterTable(parameters: Operation["parameters"], words: Words): Html {
  return html`<h4>${words.parameters}</h4>
    ${table({
      caption: words.parameters,
      hideCaption: true,
      columns: [words.field, words.type, words.meaning].map((label) => ({ label })),
      rows: parameters.map(({ name, required, schema }) => [
        html`<code>${name}</code> <span class="need">${required ? words.required : words.optional}</span>`,
        typeLink(schema),
        textOf(words.parameterTexts, name),
      ]),
    })}`;
}

function shape(schema: DocumentSchema, words: Words): Html {
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives) {
    return html`<p>${words.oneOf}:</p>
      ${alternatives.map((alternative) => shape(alternative, words))}`;
  }
  const fields = Object.entries(schema.properties ?? {});
  const parts = fields.flatMap(([name, { items }]) => (items && items.properties ? [{ name, items }] : []));
  return html`${fieldTable(schema, fields, words)}
  ${parts.map(
    ({ name, items }) =>
      html`<p><code>${name}[]</code>:</p>
        ${shape(items, words)}`,
  )}`;
}

function fieldTable(schema: DocumentSchema, fields: readonly [string, DocumentSchema][], words: Words): Html {
  return table({
    caption: fields.map(([name]) => name).join(", "),
    hideCaption: true,
    columns: [words.field, words.type, words.meaning].map((label) => ({ label })),
    rows: fields.map(([name, field]) => [
      html`<code>${name}</code>
        <span class="need">${schema.required?.includes(name) ? words.required : words.optional}</span>`,
      typeLink(field),
      textOf(words.fields, name),
    ]),
  });
}

function typeLink(schema: DocumentSchema): Html {
  const type = typeInWords(schema);
  return schema.$ref === undefined
    ? html`<code>${type}</code>`
    : html`<a href="#schema-${type}"><code>${type}</code></a>`;
}

function codeTable(words: Words): Html {
  return table({
    caption: words.codesTitle,
    hideCaption: true,
    columns: [words.code, words.status, words.meaning].map((label) => ({ label })),
    rows: wireCodeNames.map((code) => [
      html`<code id="code-${code}">${code}</code>`,
      wireCodes[code].status,
      words.codes[code],
    ]),
  });
}

function titleOf(operationId: string, words: Words): string {
  return textOf(words.operations, operationId)?.title ?? operationId;
}

function textOf<Text>(texts: Readonly<Record<string, Text>>, name: string): Text | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined;
}
