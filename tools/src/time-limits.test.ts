import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const tests = globSync(["{packages,apps,bench,torture,tools}/**/*.test.ts", "e2e/**/*.journey.ts"], {
  cwd: root,
  exclude: ["**/node_modules/**"],
});

/** Ways in which vitest is given a limit for one test or hook, or keeps the second that it has for a wait. */
const limits = [
  /, \{ timeout: [^}]*\}, (?:async )?\(/,
  /^\s*\{ timeout: [\w.]+ \},$/m,
  /^\s*\}, [\d_]+\);$/m,
  /^(?!.*endOfAHangMs).*[,}] \w*(?:patience|timeout)\w*\);$/im,
  /vi\.wait(?:For|Until)\((?!.*endOfAHangMs)/,
];

describe("how fast the machine is", () => {
  it("decides no test: the two configurations set one limit, which ends a hang, and no test sets another", () => {
    expect(tests.length).toBeGreaterThan(100);
    const own = tests.filter((path) => {
      const source = readFileSync(join(root, path), "utf8");
      return limits.some((limit) => limit.test(source));
    });
    expect(own).toEqual([]);
  });

  it.each(["vitest.config.ts", "e2e/harness/patience.ts"])("has at least ten minutes in %s", (file) => {
    const source = readFileSync(join(root, file), "utf8");
    const minutes = [...source.matchAll(/(?:[tT]imeout: |longPatienceMs = )(\d+) \* 60_000/g)].map(([, number]) =>
      Number(number),
    );
    expect(minutes.length).toBeGreaterThan(0);
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(10);
  });
});
