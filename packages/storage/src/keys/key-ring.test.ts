import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { addKeyToRing, createKeyRing, KeyRingRefused, readKeyRing } from "./key-ring.ts";

const folder = mkdtempSync(join(tmpdir(), "warifu-key-ring-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
function newPath(): string {
  made += 1;
  return join(folder, `${made}.json`);
}

async function newRing(): Promise<string> {
  const path = newPath();
  await createKeyRing(path);
  return path;
}

const permissionsOf = (path: string) => statSync(path).mode & 0o777;
const hasPermissions = process.platform !== "win32";

describe("a key ring file", () => {
  it("is made with one fresh key of 32 bytes, different each time", async () => {
    const rings = await Promise.all([readKeyRing(await newRing()), readKeyRing(await newRing())]);
    for (const { active, keys } of rings) {
      expect(keys).toEqual([active]);
      expect(active.bytes.length).toBe(32);
    }
    expect(rings[0]?.active.bytes).not.toEqual(rings[1]?.active.bytes);
    expect(rings[0]?.active.id).not.toBe(rings[1]?.active.id);
  });

  it.runIf(hasPermissions)("can be read by its owner only, also after a key was added", async () => {
    const path = await newRing();
    expect(permissionsOf(path)).toBe(0o600);
    await addKeyToRing(path);
    expect(permissionsOf(path)).toBe(0o600);
  });

  it.runIf(hasPermissions).each([0o640, 0o604, 0o660, 0o620, 0o601])("is refused with the mode %o", async (mode) => {
    const path = await newRing();
    chmodSync(path, mode);
    await expect(readKeyRing(path)).rejects.toThrow(/can be read by others: run chmod 600/);
    await expect(addKeyToRing(path)).rejects.toThrow(KeyRingRefused);
  });

  it("is never overwritten", async () => {
    const path = await newRing();
    const before = readFileSync(path);
    await expect(createKeyRing(path)).rejects.toThrow(KeyRingRefused);
    expect(readFileSync(path)).toEqual(before);
  });

  it("cannot be made in a folder that is not there, nor read when it is missing or a folder", async () => {
    await expect(createKeyRing(join(folder, "none", "ring.json"))).rejects.toThrow(/cannot be made/);
    await expect(readKeyRing(join(folder, "none.json"))).rejects.toThrow(/cannot be read/);
    chmodSync(folder, 0o700);
    await expect(readKeyRing(folder)).rejects.toThrow(/cannot be read/);
  });

  it("keeps its older keys when one is added, and the new one is active", async () => {
    const path = await newRing();
    const before = await readKeyRing(path);
    const id = await addKeyToRing(path);
    const after = await readKeyRing(path);
    expect(after.active.id).toBe(id);
    expect(after.keys.map((key) => key.id)).toEqual([before.active.id, id]);
    expect(after.keys[0]).toEqual(before.active);
  });

  it("can have a key added after an earlier attempt was cut off", async () => {
    const path = await newRing();
    writeFileSync(`${path}.new`, "half a ri", { mode: 0o600 });
    const id = await addKeyToRing(path);
    expect((await readKeyRing(path)).active.id).toBe(id);
  });

  describe("is refused when it is not one:", () => {
    const key = { id: "k1", key: Buffer.alloc(32, 1).toString("base64url") };
    const ring = { format: "warifu key ring v1", active: "k1", keys: [key] };
    const wrong: Record<string, unknown> = {
      "another format": { ...ring, format: "warifu key ring v2" },
      "no keys": { ...ring, keys: [] },
      "keys that are no list": { ...ring, keys: key },
      "an active key that is missing": { ...ring, active: "k2" },
      "two keys of one ID": { ...ring, keys: [key, key] },
      "a short key": { ...ring, keys: [{ ...key, key: "AAAA" }] },
      "a long key beside a good one": {
        ...ring,
        keys: [key, { id: "k2", key: Buffer.alloc(33).toString("base64url") }],
      },
      "a key without an ID": { ...ring, keys: [key, { ...key, id: "" }] },
      "a key that is no object": { ...ring, keys: [key, null] },
      "a list": [],
      null: null,
    };
    it.each(Object.entries(wrong))("%s", async (_name, content) => {
      const path = newPath();
      writeFileSync(path, JSON.stringify(content), { mode: 0o600 });
      await expect(readKeyRing(path)).rejects.toThrow(/is not a key ring of this program/);
    });

    it("no JSON", async () => {
      const path = newPath();
      writeFileSync(path, JSON.stringify(ring).slice(0, -1), { mode: 0o600 });
      await expect(readKeyRing(path)).rejects.toThrow(KeyRingRefused);
    });
  });
});
