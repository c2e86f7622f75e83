import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { mutants } from "./mutants.ts";
import { runMutations } from "./run-mutations.ts";

const root = new URL("../../../", import.meta.url);

describe("a guard that is taken away", () => {
  it("is missed by a test: the short form", async () => {
    const lines: string[] = [];
    const killed = await runMutations({ short: true, print: (line) => lines.push(line) });
    expect(lines.filter((line) => line.startsWith("SURVIVED"))).toEqual([]);
    expect(killed, lines.join("\n")).toBe(true);
  });

  it("still stands where the mutant expects it", () => {
    const moved = mutants.filter(
      ({ file, find }) => readFileSync(new URL(file, root), "utf8").split(find).length !== 2,
    );
    expect(moved.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
  });

  it("has tests that are there", () => {
    const gone = mutants.flatMap(({ tests }) => tests).filter((path) => !existsSync(new URL(path, root)));
    expect(gone).toEqual([]);
  });

  it("has a name of its own", () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });
});
