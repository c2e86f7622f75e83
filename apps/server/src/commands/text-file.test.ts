import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openTextFile } from "./text-file.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function fileOf(bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "warifu-text-"));
  folders.push(folder);
  const path = join(folder, "tokens.csv");
  writeFileSync(path, bytes);
  return path;
}

const wide = (text: string, bigEndian: boolean) => {
  const bytes = Buffer.from(text, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
};

async function textOf(bytes: Uint8Array) {
  const file = await openTextFile(fileOf(bytes));
  try {
    const parts: string[] = [];
    for await (const { text } of file.pieces()) parts.push(text);
    return { encoding: file.encoding, text: parts.join("") };
  } finally {
    await file.close();
  }
}

// 花子 in Shift_JIS (JIS X 0208): 0x89D4 0x8E71.
const shiftJis = Buffer.from([0x68, 0x2c, 0x89, 0xd4, 0x8e, 0x71, 0x0d, 0x0a]);

describe("a text file of another system", () => {
  const text = "customerId;otpauth\r\nh;花子\r\n";
  it.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8", Buffer.from(`\ufeff${text}`)],
    ["UTF-16 LE", wide(`\ufeff${text}`, false)],
    ["UTF-16 BE", wide(`\ufeff${text}`, true)],
    ["UTF-16 LE", wide(text, false)],
    ["UTF-16 BE", wide(text, true)],
  ])("is known as %s by itself, and read without its byte order mark", async (encoding, bytes) => {
    expect(await textOf(bytes)).toEqual({ encoding, text });
  });

  it("is read as Shift_JIS when it is not UTF-8: so Japanese spreadsheets write CSV", async () => {
    expect(await textOf(shiftJis)).toEqual({ encoding: "Shift_JIS", text: "h,花子\r\n" });
  });

  it("is read in pieces, also where one ends inside a character", async () => {
    const long = `x${"花子\r\n".repeat(40_000)}`;
    expect(await textOf(Buffer.from(long))).toEqual({ encoding: "UTF-8", text: long });
    expect((await textOf(wide(long, true))).text).toBe(long);
  });

  it("is refused with its line when it is nothing of that", async () => {
    const bad = Buffer.concat([Buffer.from("a,b\r\n".repeat(30_000)), Buffer.from([0x61, 0xff, 0xff, 0x0a])]);
    await expect(openTextFile(fileOf(bad))).rejects.toThrow(
      "is not UTF-8 or Shift_JIS text: line 30001 cannot be read",
    );
    const half = Buffer.concat([wide("\ufeffa\n", false), Buffer.from([0x00, 0xd8, 0x61, 0x00])]);
    await expect(openTextFile(fileOf(half))).rejects.toThrow("is not UTF-16 LE text: line 2");
  });

  it("is refused when it is not there, or no ordinary file", async () => {
    await expect(openTextFile(join(tmpdir(), "warifu-no-such-file"))).rejects.toThrow("cannot be opened");
    await expect(openTextFile(tmpdir())).rejects.toThrow("ordinary file");
  });

  it.skipIf(process.platform === "win32")("is refused, and not waited for, when it is a pipe", async () => {
    const pipe = `${fileOf(Buffer.from(""))}.pipe`;
    execFileSync("/usr/bin/mkfifo", [pipe]);
    await expect(openTextFile(pipe)).rejects.toThrow("ordinary file");
  });

  it("is refused when it was changed while it was read", async () => {
    const path = fileOf(Buffer.from("a,b\n"));
    const file = await openTextFile(path);
    appendFileSync(path, "c,d\n");
    const read = async () => {
      for await (const _ of file.pieces());
    };
    await expect(read()).rejects.toThrow("was changed");
    await file.close();
  });
});
