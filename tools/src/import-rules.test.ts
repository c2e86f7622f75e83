import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { brokenRules, readSource, roomOf } from "./import-rules.ts";

const root = join(import.meta.dirname, "../..");

describe("the import rules", () => {
  it("are kept by every file of every room", () => {
    const files = everySource().map((path) => readSource(root, path));
    expect(files.length).toBeGreaterThan(20);
    expect(brokenRules(root, files)).toEqual([]);
  });

  it("name the room that reached where it may not", () => {
    expect(rulesBrokenBy("packages/otp/src/a.ts", "@warifu/rules")).toEqual([
      "packages/otp may import only: nothing of ours",
    ]);
    expect(rulesBrokenBy("packages/rules/src/a.ts", "@warifu/storage")).toEqual([
      "packages/rules may import only: @warifu/otp",
    ]);
    expect(rulesBrokenBy("apps/token/src/a.ts", "@warifu/activation/server")).toHaveLength(1);
    expect(rulesBrokenBy("apps/bank/src/a.ts", "@warifu/rules")).toHaveLength(1);
  });

  it("forbid a path into another room, another face, and one's own door", () => {
    expect(rulesBrokenBy("packages/rules/src/a.ts", "../../otp/src/hotp.ts")).toContain(
      "a room is entered by its door, never by a path into it",
    );
    expect(rulesBrokenBy("apps/server/src/faces/gate/a.ts", "../api/b.ts")).toEqual([
      "a face never imports another face",
    ]);
    expect(rulesBrokenBy("packages/otp/src/a.ts", "./index.ts")).toEqual(["nobody inside a room imports its own door"]);
  });

  it("find a ring of imports", () => {
    const ring = brokenRules(root, [
      { path: "packages/otp/src/a.ts", imports: ["./b.ts"] },
      { path: "packages/otp/src/b.ts", imports: ["./c.ts"] },
      { path: "packages/otp/src/c.ts", imports: ["./a.ts"] },
    ]);
    expect(ring.map((broken) => broken.rule)).toEqual(["no ring of imports"]);
  });

  it("let a test play the other side of a conversation, and nobody else", () => {
    expect(rulesBrokenBy("apps/server/src/faces/token/a.test.ts", "@warifu/activation/phone")).toEqual([]);
    expect(rulesBrokenBy("apps/server/src/faces/token/a.ts", "@warifu/activation/phone")).toHaveLength(1);
  });
});

function rulesBrokenBy(path: string, specifier: string): string[] {
  return brokenRules(root, [{ path, imports: [specifier] }]).map((broken) => broken.rule);
}

function everySource(): string[] {
  return globSync("{packages,apps,e2e,bench,tools}/**/*.{ts,tsx}", {
    cwd: root,
    exclude: ["**/node_modules/**", "**/dist/**"],
  })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => roomOf(path) !== null);
}
