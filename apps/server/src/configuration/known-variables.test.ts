import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { typingErrors, unknownVariables } from "./known-variables.ts";
import { variableNames } from "./read-config.ts";

const root = join(import.meta.dirname, "../../../..");

describe("the variables that are known", () => {
  it("are all that any program or document of the repository names", () => {
    const files = execFileSync(
      "git",
      ["ls-files", "*.ts", "*.tsx", "*.mjs", "*.sh", "README.md", "docs/*.md", ".ci/run"],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    const named = new Set<string>();
    for (const file of files.split("\n")) {
      if (file === "" || /(read-config|known-variables)\.test\.ts$|known-variables\.ts$/.test(file)) continue;
      const text = readFileSync(join(root, file), "utf8");
      for (const [name] of text.matchAll(/(?<![A-Z_])WARIFU_[A-Z0-9]+(?:_[A-Z0-9]+)*(?![A-Z0-9_{])/g)) named.add(name);
    }
    const environment = Object.fromEntries([...named].map((name) => [name, "x"]));
    expect(unknownVariables(environment, variableNames)).toEqual([]);
    expect(named.size).toBeGreaterThan(20);
  });
});

describe("typing errors", () => {
  it.each([
    ["", "", 0],
    ["abc", "abc", 0],
    ["abc", "acb", 1],
    ["abc", "ab", 1],
    ["ab", "abc", 1],
    ["abc", "axc", 1],
    ["kitten", "sitting", 3],
  ])("from %j to %j are %i", (a, b, errors) => {
    expect(typingErrors(a, b)).toBe(errors);
  });
});
