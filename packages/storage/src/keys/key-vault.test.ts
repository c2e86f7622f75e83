import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KeyUnreadable } from "@warifu/rules";
import { afterAll, describe, expect, it } from "vitest";
import { addKeyToRing, createKeyRing } from "./key-ring.ts";
import { openKeyVault } from "./key-vault.ts";

const folder = mkdtempSync(join(tmpdir(), "warifu-key-vault-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
async function newRing(): Promise<string> {
  made += 1;
  const path = join(folder, `${made}.json`);
  await createKeyRing(path);
  return path;
}

const dataKey = Uint8Array.from({ length: 32 }, (_, index) => index);

describe("a key vault", () => {
  it("unwraps what it wrapped, and never shows the same wrapping twice", async () => {
    const vault = await openKeyVault(await newRing());
    const wrapped = await vault.wrap(dataKey, "ozora 1");
    expect(Uint8Array.from(await vault.unwrap(wrapped, "ozora 1"))).toEqual(dataKey);
    expect(wrapped.keyId).toBe(vault.activeKeyId);
    expect((await vault.wrap(dataKey, "ozora 1")).wrapped).not.toEqual(wrapped.wrapped);
    expect(Buffer.from(wrapped.wrapped).includes(dataKey)).toBe(false);
  });

  it("unwraps for the same purpose only", async () => {
    const vault = await openKeyVault(await newRing());
    const wrapped = await vault.wrap(dataKey, "ozora 1");
    await expect(vault.unwrap(wrapped, "ozora 2")).rejects.toThrow(KeyUnreadable);
  });

  it("refuses a wrapped key with any byte changed, cut off or added", async () => {
    const vault = await openKeyVault(await newRing());
    const { keyId, wrapped } = await vault.wrap(dataKey, "ozora 1");
    const damaged = [
      ...Array.from(wrapped, (byte, index) => Uint8Array.from(wrapped).fill(byte ^ 1, index, index + 1)),
      ...[0, 1, 11, 12, 27, 28, 59].map((length) => wrapped.subarray(0, length)),
      Buffer.concat([wrapped, Buffer.of(0)]),
    ];
    for (const one of damaged) {
      await expect(vault.unwrap({ keyId, wrapped: one }, "ozora 1")).rejects.toThrow(KeyUnreadable);
    }
  });

  it("wraps under the newest key of the ring and unwraps under every one", async () => {
    const ring = await newRing();
    const before = await openKeyVault(ring);
    const old = await before.wrap(dataKey, "ozora 1");
    const id = await addKeyToRing(ring);
    const after = await openKeyVault(ring);
    expect((await after.wrap(dataKey, "ozora 1")).keyId).toBe(id);
    expect(Uint8Array.from(await after.unwrap(old, "ozora 1"))).toEqual(dataKey);
    const fresh = await after.wrap(dataKey, "ozora 1");
    await expect(before.unwrap(fresh, "ozora 1")).rejects.toThrow(`does not hold the key ${id}`);
  });

  it("does not take one key's wrapping for another's", async () => {
    const ring = await newRing();
    const { activeKeyId } = await openKeyVault(ring);
    await addKeyToRing(ring);
    const vault = await openKeyVault(ring);
    const { wrapped } = await vault.wrap(dataKey, "ozora 1");
    await expect(vault.unwrap({ keyId: activeKeyId, wrapped }, "ozora 1")).rejects.toThrow(KeyUnreadable);
  });
});
