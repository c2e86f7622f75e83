import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DatabaseRefused } from "../database-url.ts";
import { freshDatabases } from "./fresh-database.ts";
import { migrateSqlite } from "./migrate.ts";
import { openSqliteStorage } from "./open-storage.ts";
import { DatabaseInUse } from "./owner-lock.ts";
import { rewrapSqlite } from "./rewrap.ts";

const databases = freshDatabases();
afterAll(databases.removeAll);
const nowMs = () => 0;

describe("a SQLite file", () => {
  it("has one owner: a second opening, migration or rewrapping is refused until the owner closes", async () => {
    const { path, vault } = await databases.make();
    const storage = await openSqliteStorage(path, vault, { nowMs });
    await expect(openSqliteStorage(path, vault, { nowMs })).rejects.toThrow(DatabaseInUse);
    await expect(rewrapSqlite(path, vault)).rejects.toThrow("is in use by another process");
    await expect(migrateSqlite(path, async () => vault)).rejects.toThrow(DatabaseInUse);
    expect(await storage.ready()).toBe("ready");
    await storage.close();
    await (await openSqliteStorage(path, vault, { nowMs })).close();
  });

  it("is the same one by another name", async () => {
    const { folder, path, vault } = await databases.make();
    const otherName = join(folder, "other-name.db");
    symlinkSync(path, otherName);
    const storage = await openSqliteStorage(path, vault, { nowMs });
    await expect(openSqliteStorage(otherName, vault, { nowMs })).rejects.toThrow(DatabaseInUse);
    await storage.close();
  });

  it("is free again when its owner was killed", async () => {
    const { path, vault } = await databases.make();
    const program = `
      import { openOwned } from ${JSON.stringify(new URL("./open-owned.ts", import.meta.url).href)};
      // Held: a handle that nobody names is closed by the garbage collector, and with it goes the lock.
      globalThis.owned = openOwned(${JSON.stringify(path)});
      process.stdout.write("owned");
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(owner, "exit");
    try {
      await once(owner.stdout, "data");
      await expect(openSqliteStorage(path, vault, { nowMs })).rejects.toThrow(DatabaseInUse);
    } finally {
      owner.kill("SIGKILL");
      await exited;
    }
    await (await openSqliteStorage(path, vault, { nowMs })).close();
  });

  // POSIX gives back every lock of a process on a file when the process closes any handle of it (SQLite, "How To Corrupt").
  it("keeps its owner's locks when the owner's own process is refused a migration", async () => {
    const { path, vault } = await databases.make();
    const storage = await openSqliteStorage(path, vault, { nowMs });
    await expect(migrateSqlite(path, async () => vault)).rejects.toThrow(DatabaseInUse);
    // Would read the log with an index of its own, beside the owner who goes on writing.
    const stranger = `
      import { DatabaseSync } from "node:sqlite";
      const db = new DatabaseSync(${JSON.stringify(path)});
      db.exec("PRAGMA locking_mode = EXCLUSIVE; SELECT count(*) FROM event");`;
    const { stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", stranger], { encoding: "utf8" });
    expect(stderr).toContain("database is locked");
    await storage.close();
  });

  it("that cannot be opened gives its ownership back", async () => {
    const { folder, vault } = await databases.make();
    const folderInstead = () => migrateSqlite(folder, async () => vault);
    await expect(folderInstead()).rejects.toThrow(DatabaseRefused);
    // Not DatabaseInUse: the first attempt has let go.
    await expect(folderInstead()).rejects.toThrow(DatabaseRefused);
  });
});
