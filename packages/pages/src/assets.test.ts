import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { assetFolders, assetsPrefix, iconPath, stylesheetPaths } from "./assets.ts";

function find(path: string): string | undefined {
  const name = path.slice(assetsPrefix.length).replace(/\?.*$/, "");
  return assetFolders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

describe("what pages link to", () => {
  it.each([...stylesheetPaths, iconPath])("%s is in one of the folders that are mounted", (path) => {
    expect(find(path)).toBeDefined();
  });

  it.each(stylesheetPaths)("everything %s asks for is there and on our own origin", (path) => {
    const css = readFileSync(find(path) ?? "", "utf8");
    for (const [, address = ""] of css.matchAll(/url\(["']?([^"')]+)["']?\)/g)) {
      expect(address).not.toMatch(/^(https?:)?\/\/|^data:/);
      expect(find(assetsPrefix + address.replace(/^\.\//, ""))).toBeDefined();
    }
  });
});
