import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { DatabaseRefused, readDatabaseUrl } from "./database-url.ts";
import { createKeyRing } from "./keys/key-ring.ts";
import { openKeyVault } from "./keys/key-vault.ts";
import { migrate } from "./migrate.ts";
import { openStorage } from "./open-storage.ts";
import { rewrap } from "./rewrap.ts";

const folder = mkdtempSync(join(tmpdir(), "warifu-open-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = { nowMs: () => 0 };
const ringFile = join(folder, "key-ring.json");
await createKeyRing(ringFile);
const vault = await openKeyVault(ringFile);

describe("the database address", () => {
  it("decides which store it is", () => {
    expect(readDatabaseUrl("memory:")).toEqual({ kind: "memory" });
    expect(readDatabaseUrl("sqlite:data/warifu.db")).toEqual({ kind: "sqlite", path: "data/warifu.db" });
    expect(readDatabaseUrl("sqlite:/var/lib/wa rifu?.db")).toEqual({ kind: "sqlite", path: "/var/lib/wa rifu?.db" });
    for (const url of ["postgres://host/db", "postgresql://host/db"]) {
      expect(readDatabaseUrl(url)).toEqual({ kind: "postgres", url });
    }
  });

  it.each([
    "",
    "memory",
    "sqlite:",
    "sqlite: ",
    "sqlite::memory:",
    "postgres://",
    "mysql://u:hunter2@h/d",
    "/warifu.db",
  ])("may not be %j, and is not repeated in the message", async (url) => {
    const opening = openStorage(url, vault, options);
    await expect(opening).rejects.toThrow(DatabaseRefused);
    await expect(opening).rejects.toThrow("must be sqlite:PATH, postgres://… or memory:");
  });

  it("of memory needs no migration and has no key to wrap", async () => {
    const storage = await openStorage("memory:", vault, options);
    expect(await storage.ready()).toBe("ready");
    expect(await migrate("memory:")).toEqual({ from: 0, to: 0 });
    expect(await rewrap("memory:", vault)).toBe(0);
  });

  it("of SQLite is migrated, opened and rewrapped through the same door", async () => {
    const url = `sqlite:${join(folder, "warifu.db")}`;
    const { from, to } = await migrate(url);
    expect([from, to > 0]).toEqual([0, true]);
    const storage = await openStorage(url, vault, options);
    expect(await storage.ready()).toBe("ready");
    await storage.close();
    expect(await rewrap(url, vault)).toBe(0);
  });

  it("of a SQLite file that cannot be opened is told in a sentence, and leaves it to the next who tries", async () => {
    for (const attempt of [1, 2]) {
      const refused = await openStorage(`sqlite:${folder}`, vault, options).catch((error: unknown) => error);
      expect([attempt, refused]).toEqual([attempt, expect.any(DatabaseRefused)]);
      expect(String(refused)).toContain("may this user write it?");
    }
  });

  it("of a PostgreSQL that does not answer is told without the address, which holds the password", async () => {
    // Nothing listens on the first port.
    const url = "postgres://u:hunter2@127.0.0.1:1/db";
    for (const attempt of [() => openStorage(url, vault, options), () => migrate(url), () => rewrap(url, vault)]) {
      const refused = await attempt().catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(DatabaseRefused);
      expect(String(refused)).toMatch(/PostgreSQL database cannot be opened: .*ECONNREFUSED/);
      expect(inspect(refused, { depth: 9 })).not.toContain("hunter2");
    }
  });
});
