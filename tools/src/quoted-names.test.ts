import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Where the screens' own words stand. */
const tables = globSync(
  [
    "apps/server/src/faces/**/words.ts",
    "apps/server/src/*-titles.ts",
    "apps/token/src/**/words.ts",
    "apps/bank/src/words.ts",
    "packages/pages/src/words.ts",
  ],
  { cwd: root },
);

/** Texts of other rooms that name screens, buttons and fields: a screen's words may not be imported there. */
const quoting = ["apps/demo/src/tour-page/words.ts", "e2e/guide/words-ja.ts", "e2e/guide/words-en.ts"];

/** Names of somebody else: the telephone's own settings. */
const notOurs = new Set(["日付と時刻"]);

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** Messages that go on with a number or a name. */
const beginnings = tables.flatMap((path) => [...read(path).matchAll(/`([^`$]+)\$\{/g)].map(([, text = ""]) => text));
const words = new Set(
  tables.flatMap((path) => [...read(path).matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map(([, text]) => text)),
);

describe("a name that a text quotes", () => {
  it.each(quoting)("stands on a screen, word for word (%s)", (path) => {
    const quoted = [...read(path).matchAll(/「([^「」]+)」|“([^“”]+)”/g)].map(([, ja, en]) => ja ?? en ?? "");
    const names = [...new Set(quoted)].filter((name) => !name.includes("${") && !notOurs.has(name));
    expect(names.length).toBeGreaterThan(4);
    const isShown = (name: string) => words.has(name) || beginnings.some((text) => text.startsWith(name));
    expect(names.filter((name) => !isShown(name))).toEqual([]);
  });
});

describe("a command in a document", () => {
  it("never runs a package that somebody else could have published under our name", () => {
    const documents = globSync(["*.md", "docs/**/*.md", "{apps,packages}/**/*.{ts,mjs}", "scripts/*.mjs"], {
      cwd: root,
      exclude: ["**/node_modules/**", "**/dist/**"],
    });
    expect(
      documents.filter((path) => /\bnpx\b|\bnpm exec\b|\bnpm (?:i|install) (?:-g )?warifu/.test(read(path))),
    ).toEqual([]);
  });
});
