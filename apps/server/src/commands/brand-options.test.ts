import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readLogoFile } from "./brand-options.ts";

const folder = mkdtempSync(join(tmpdir(), "warifu-logo-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a logo's file", () => {
  it("is read where the command was typed", async () => {
    const path = join(folder, "logo.svg");
    writeFileSync(path, "<svg/>");
    expect(await readLogoFile({ logo: path })).toEqual({ logo: btoa("<svg/>") });
    expect(await readLogoFile({})).toEqual({});
  });

  it("is refused before it is read when it is no ordinary file, or a very large one", async () => {
    const huge = join(folder, "huge.png");
    writeFileSync(huge, "");
    truncateSync(huge, 2 ** 40);
    await expect(readLogoFile({ logo: huge })).rejects.toThrow("at most 32768");
    await expect(readLogoFile({ logo: folder })).rejects.toThrow("no ordinary file");
    await expect(readLogoFile({ logo: join(folder, "none") })).rejects.toThrow("does not exist");
  });
});
