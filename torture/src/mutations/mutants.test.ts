import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mutants } from "./mutants.ts";

const fromRoot = (path: string) => join(import.meta.dirname, "../../..", path);

describe("every mutant", () => {
  it.each(mutants)("finds its file, its text there once, and its tests: $name", ({ file, find, tests }) => {
    expect([file, existsSync(fromRoot(file))]).toEqual([file, true]);
    expect(readFileSync(fromRoot(file), "utf8").split(find)).toHaveLength(2);
    expect(tests.filter((path) => !existsSync(fromRoot(path)))).toEqual([]);
  });
});
