import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultPolicy } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { commands } from "../command-line/commands.ts";
import { errorsDocument } from "./errors-document.ts";

const docs = join(import.meta.dirname, "../../../../docs");

describe("docs/errors.md", () => {
  it("holds every code that the tables hold, in their words (npm run docs writes it anew)", async () => {
    await expect(errorsDocument()).toMatchFileSnapshot(join(docs, "errors.md"));
  });
});

describe("docs/operations.md", () => {
  it("names every field of the policy with its standard value", async () => {
    const operations = await readFile(join(docs, "operations.md"), "utf8");
    const missing = Object.entries(defaultPolicy).filter(
      ([field, value]) => !operations.includes(`| \`${field}\` | ${value ?? "–"} |`),
    );
    expect(missing).toEqual([]);
  });

  it("names every environment variable, and no other", async () => {
    const operations = await readFile(join(docs, "operations.md"), "utf8");
    const source = await readFile(join(import.meta.dirname, "../configuration/read-config.ts"), "utf8");
    const known = new Set(source.match(/\bWARIFU_[A-Z_]*[A-Z](?=:)/g));
    const told = new Set(operations.match(/(?<=^\| `)WARIFU_[A-Z_]+(?=`)/gm));
    expect([...told].toSorted()).toEqual([...known].toSorted());
  });

  it("names every command", async () => {
    const operations = await readFile(join(docs, "operations.md"), "utf8");
    const missing = commands.filter(({ name }) => !operations.includes(`warifu ${name}`));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});
