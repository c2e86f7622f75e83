import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSmallFile } from "./small-file.ts";

const folder = mkdtempSync(join(tmpdir(), "warifu-small-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a file that an operator named", () => {
  it("is read as a whole", async () => {
    const path = join(folder, "policy.json");
    writeFileSync(path, "{}");
    expect((await readSmallFile(path, "The policy file", 2)).toString()).toBe("{}");
  });

  it("is refused by name, before it is read, when it is missing, a folder, a pipe or too large", async () => {
    const huge = join(folder, "huge");
    writeFileSync(huge, "");
    truncateSync(huge, 2 ** 40);
    const read = (path: string) => readSmallFile(path, "The file", 1000);
    await expect(read(huge)).rejects.toThrow(`The file ${huge} has ${2 ** 40} bytes; at most 1000.`);
    await expect(read(folder)).rejects.toThrow("is no ordinary file");
    await expect(read(join(folder, "none"))).rejects.toThrow("does not exist");
  });

  it.skipIf(process.platform === "win32")("does not wait for a pipe that nobody writes into", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("/usr/bin/mkfifo", [pipe]);
    await expect(readSmallFile(pipe, "The file", 1000)).rejects.toThrow("is no ordinary file");
  });
});
