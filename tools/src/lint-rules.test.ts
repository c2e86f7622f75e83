import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

it("every lint rule that is off says why, in a comment above it or above its neighbours", () => {
  const lines = readFileSync(join(import.meta.dirname, "../../.oxlintrc.json"), "utf8").split("\n");
  const isOff = (line: string | undefined) => /^\s*"[\w/-]+": "off",?$/.test(line ?? "");
  const isReason = (line: string | undefined) => /^\s*\/\/ ./.test(line ?? "");
  const offs = lines.filter((line) => line.includes('"off"'));
  const explained = lines.filter((line, at) => {
    if (!line.includes('"off"')) return false;
    if (!isOff(line)) return lines.slice(at - 2, at).some(isReason);
    let above = at - 1;
    while (isOff(lines[above])) above -= 1;
    return isReason(lines[above]);
  });
  expect(offs.length).toBeGreaterThan(0);
  expect(explained).toEqual(offs);
});
