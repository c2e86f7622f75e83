import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

const named = globSync(["package.json", "{packages,apps}/*/package.json", "{e2e,bench,torture,tools}/package.json"], {
  cwd: root,
}).flatMap((path) => {
  const manifest = JSON.parse(readFileSync(join(root, path), "utf8")) as Manifest;
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  return Object.entries(all).map(([name, version]) => ({ path, name, version }));
});

describe("a dependency", () => {
  it("is pinned to one exact version everywhere", () => {
    const loose = named.filter(({ version }) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
    const versions = new Map<string, Set<string>>();
    for (const { name, version } of named) versions.set(name, (versions.get(name) ?? new Set()).add(version));
    expect([...versions].filter(([, seen]) => seen.size > 1)).toEqual([]);
  });

  it("has a line in docs/architecture.md that says why it is there", () => {
    const document = readFileSync(join(root, "docs/architecture.md"), "utf8");
    const untold = named.filter(
      ({ name }) => !name.startsWith("@warifu/") && !name.startsWith("@types/") && !document.includes(`\`${name}\``),
    );
    expect(untold.map(({ path, name }) => `${name} (${path})`)).toEqual([]);
  });
});
