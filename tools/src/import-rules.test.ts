import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { brokenRules, mayImport, readManifest, readSource, undeclaredImports } from "./import-rules.ts";

const root = join(import.meta.dirname, "../..");

const files = everySource().map((path) => readSource(root, path));

describe("the import rules", () => {
  it("are kept by every file of every room", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(brokenRules(root, files)).toEqual([]);
  });

  it("leave no workspace out", () => {
    const { workspaces } = readManifest(root);
    const folders = globSync(workspaces?.map((pattern) => `${pattern}/package.json`) ?? [], { cwd: root })
      .map((path) => path.replaceAll("\\", "/").replace("/package.json", ""))
      .filter((path) => !path.includes("node_modules"));
    expect(folders.toSorted()).toEqual(Object.keys(mayImport).toSorted());
    for (const room of folders) expect(files.filter(({ path }) => path.startsWith(`${room}/`))).not.toEqual([]);
  });

  it("want every package that a room imports in the room's own package.json", () => {
    expect(undeclaredImports(files, (room) => readManifest(root, room), readManifest(root))).toEqual([]);
  });

  it("count a package that only another room asked for, and one that production does not have, as undeclared", () => {
    const own = { dependencies: { fastify: "1.0.0" }, devDependencies: { radius: "1.0.0" } };
    const undeclared = (path: string, ...imports: string[]) =>
      undeclaredImports([{ path, imports }], () => own, { devDependencies: { vitest: "1.0.0" } }).map(
        ({ specifier }) => specifier,
      );
    const everything = ["node:fs", "./b.ts", "fastify/types", "radius", "vitest", "@warifu/otp/node"];
    expect(undeclared("apps/server/src/a.ts", ...everything)).toEqual(["radius", "vitest", "@warifu/otp/node"]);
    expect(undeclared("apps/server/src/a.test.ts", ...everything)).toEqual(["@warifu/otp/node"]);
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

  it("find a ring of folders, whatever files it goes by, and let a folder stand on the files beside it", () => {
    const broken = (...files: [path: string, ...imports: string[]][]) =>
      brokenRules(
        root,
        files.map(([path, ...imports]) => ({ path: `packages/otp/src/${path}`, imports })),
      ).map(({ rule, specifier }) => [rule, specifier.split(" → ").length]);
    expect(broken(["a/one.ts", "../b/one.ts"], ["b/two.ts", "../a/two.ts"])).toEqual([["no ring of folders", 2]]);
    expect(broken(["a/one.ts", "../loose.ts"], ["loose.ts", "./a/two.ts"])).toEqual([["no ring of folders", 2]]);
    expect(broken(["a/deep/one.ts", "../b/one.ts"], ["a/b/two.ts", "../deep/two.ts"])).toHaveLength(1);
    expect(broken(["a/one.ts", "../loose.ts"], ["main.ts", "./a/one.ts", "./loose.ts"])).toEqual([]);
    expect(broken(["a/one.test.ts", "../b/one.ts"], ["b/two.ts", "../a/two.ts"])).toEqual([]);
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
  return globSync(
    Object.keys(mayImport).map((room) => `${room}/**/*.{ts,tsx}`),
    { cwd: root, exclude: ["**/node_modules/**", "**/dist/**"] },
  ).map((path) => path.replaceAll("\\", "/"));
}
