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

/** Screens, buttons and mails that name others: the tables themselves, and texts that take the names from `gate-names.ts`. */
const speaking = [
  ...tables,
  "apps/server/src/faces/console/customer/sees-words.ts",
  "apps/server/src/mail/mail-texts.ts",
];

/** Names of somebody else: the telephone's own settings and the browser's own menus. */
const notOurs = new Set(
  [
    ["日付と時刻", "自動設定", "Webアプリとして開く", "追加", "アプリをインストール"],
    ["Add to Home Screen", "Add to Home screen", "Open as Web App", "Add", "Install app"],
  ].flat(),
);
/** In the quotation marks of names, and none: what somebody says, ends of addresses, marks. */
const noNames = new Set(["違います", "成功", "wrong", "accepted", "@", ".jp", ".com", "#", "{domain}", "{suggestion}"]);

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** Messages that go on with a number or a name. */
const beginnings = tables.flatMap((path) => [...read(path).matchAll(/`([^`$]+)\$\{/g)].map(([, text = ""]) => text));
const words = new Set(
  tables.flatMap((path) => [...read(path).matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map(([, text]) => text)),
);

/** What stands in 「」 or “” there, without gaps. */
function quotedIn(path: string): string[] {
  const quoted = [...read(path).matchAll(/「([^「」]+)」|“([^“”]+)”/g)].map(([, ja, en]) => ja ?? en ?? "");
  return [...new Set(quoted)].filter((name) => !name.includes("${"));
}

/** A screen's own word, or the beginning of one that goes on with a number or a name. */
function isShown(name: string): boolean {
  return words.has(name) || beginnings.some((text) => text.startsWith(name));
}

describe("a name that a text quotes", () => {
  it.each(quoting)("stands on a screen, word for word (%s)", (path) => {
    const names = quotedIn(path).filter((name) => !notOurs.has(name));
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((name) => !isShown(name))).toEqual([]);
  });

  it.each(speaking)("by a screen or a mail stands on a screen too, or is somebody else's (%s)", (path) => {
    expect(quotedIn(path).filter((name) => !isShown(name) && !notOurs.has(name) && !noNames.has(name))).toEqual([]);
  });

  it("is found missing: a name that stands nowhere, and one that nearly does", () => {
    expect(["機種変更の手続き", "トークン発行のスキップ"].filter(isShown)).toEqual([]);
    expect(["トークン発行の省略", "Skip issuance"].filter((name) => !isShown(name))).toEqual([]);
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
