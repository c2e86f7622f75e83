import { chmodSync, copyFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { Storage, StoreBusy } from "@warifu/rules";
import { accept, everyWrite, prepareForWrites } from "../contract/every-write.ts";
import { hanako, startMs, step } from "../contract/samples.ts";
import { freshDatabases } from "./fresh-database.ts";
import { holdFile } from "./held-file.ts";
import { migrateSqlite } from "./migrate.ts";
import { openSqliteStorage } from "./open-storage.ts";
import { makeSmallDisk } from "./small-disk.ts";

const databases = freshDatabases();
afterAll(databases.removeAll);
const noRing = () => Promise.reject(new Error("nothing has to be sealed"));
const open: Storage[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((storage) => storage.close()));
});

async function opened(path: string, vault: Awaited<ReturnType<typeof databases.make>>["vault"]): Promise<Storage> {
  const storage = await openSqliteStorage(path, vault, { nowMs: () => startMs });
  open.push(storage);
  return storage;
}

/** What can be asked of a store that writes, on every path. */
const writes = Object.entries(everyWrite);
const asTold = ({ name, trouble }: StoreBusy) => ({ name, trouble });

describe("while another program holds the database file", () => {
  it("everything that writes is told to come back, nothing waits one by one, and the store is not ready; then it is by itself", async () => {
    const { path, vault } = await databases.make();
    const storage = await opened(path, vault);
    await prepareForWrites(storage);
    const held = await holdFile(path);
    for (const [what, ask] of writes) {
      expect([what, await ask(storage).catch(asTold)]).toEqual([what, { name: "StoreBusy", trouble: "locked" }]);
    }
    expect(await storage.ready()).toBe("unreachable");
    expect((await storage.look(hanako)).tokens[0]?.lastStep).toBe(step(5));
    await held.letGo();
    expect(await storage.ready()).toBe("ready");
    for (const [what, ask] of writes) expect([what, await ask(storage).then(() => "done")]).toEqual([what, "done"]);
  });

  it("the event loop goes on", async () => {
    const { path, vault } = await databases.make();
    const storage = await opened(path, vault);
    const held = await holdFile(path);
    let isAsked = true;
    const asked = storage.count("tries", "id", startMs, startMs + 1).finally(() => {
      isAsked = false;
    });
    // Reading asks nobody: it is answered while the count waits.
    for (let turn = 0; turn < 20; turn += 1) expect(await storage.institutions()).toEqual([]);
    expect(isAsked).toBe(true);
    await held.letGo();
    expect(await asked).toBe(1);
  });

  it("a start is refused in a sentence", async () => {
    const { path, vault } = await databases.make();
    const held = await holdFile(path);
    await expect(openSqliteStorage(path, vault, { nowMs: () => startMs })).rejects.toMatchObject({
      name: "DatabaseInUse",
      message: expect.stringMatching(/Another program holds/),
    });
    await held.letGo();
  });
});

const disk = makeSmallDisk();
describe.skipIf(disk === null)("on a file system of its own (needs the right to mount one)", () => {
  afterEach(() => disk?.free());
  afterAll(() => disk?.remove());
  const make = async (name: string) => {
    const { vault } = await databases.make();
    const path = join(disk?.folder ?? "", name);
    await migrateSqlite(path, noRing);
    return { path, vault };
  };

  it("a full disk is told by everything that writes, nothing is half done, and the store is not ready until there is room again", async () => {
    const { path, vault } = await make("full.db");
    const first = await opened(path, vault);
    await prepareForWrites(first);
    await first.close();
    // Opened anew, and nothing written since: the mark beside the file is not being written while the disk becomes full.
    const storage = await opened(path, vault);
    const reader = keepLogFromStartingAnew(path);
    disk?.fill();
    await untilNothingFits(storage);
    const before = everyRow(path);
    for (const [what, ask] of writes) {
      expect([what, await ask(storage).catch(asTold)]).toEqual([what, { name: "StoreBusy", trouble: "full" }]);
      expect([what, everyRow(path)]).toEqual([what, before]);
      expect([what, await storage.ready()]).toEqual([what, "readOnly"]);
    }
    expect((await storage.look(hanako)).tokens[0]?.lastStep).toBe(step(5));
    disk?.free();
    expect(await storage.ready()).toBe("ready");
    for (const [what, ask] of writes) expect([what, await ask(storage).then(() => "done")]).toEqual([what, "done"]);
    expect((await storage.look(hanako)).tokens[0]?.lastStep).toBe(step(9));
    reader.close();
    await storage.close();
  });

  it("a read-only file system is refused at the start in a sentence, and a full one too", async () => {
    const { path, vault } = await make("read-only.db");
    disk?.fill();
    await expect(openSqliteStorage(path, vault, { nowMs: () => startMs })).rejects.toMatchObject({
      name: "DatabaseRefused",
      message: expect.stringMatching(/full/),
    });
    disk?.free();
    disk?.makeReadOnly();
    await expect(openSqliteStorage(path, vault, { nowMs: () => startMs })).rejects.toMatchObject({
      name: "DatabaseRefused",
      message: expect.stringMatching(/read-only|may this user write/),
    });
  });
});

/**
 * A full disk still takes what overwrites itself: once everything in the log was copied into the file (by the checkpoint thread, a few
 * times a second), the log begins anew in the bytes that it already has, and a write that needs no new page of the file goes through.
 * While somebody reads an older state the log may not begin anew, and only grows.
 */
function keepLogFromStartingAnew(path: string): DatabaseSync {
  const reader = new DatabaseSync(path, { readOnly: true });
  reader.exec("BEGIN; SELECT count(*) FROM sqlite_schema");
  return reader;
}

/** The log's file has room in its last bytes, and others need less of it than the first that is refused: one page is what all need. */
async function untilNothingFits(storage: Storage): Promise<void> {
  const writeOnePage = async () => {
    for (;;) await storage.count("tries", "filling", startMs, startMs + 1);
  };
  await expect(writeOnePage()).rejects.toMatchObject({ name: "StoreBusy", trouble: "full" });
}

/** As it stands in the file, by a connection of its own. */
function everyRow(path: string): string {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
    return JSON.stringify(tables.map(({ name }) => [name, db.prepare(`SELECT * FROM "${String(name)}"`).all()]));
  } finally {
    db.close();
  }
}

describe("a file that is no database", () => {
  it("is refused at the start in a sentence", async () => {
    const { path, vault } = await databases.make();
    writeFileSync(path, "This is no database at all. ".repeat(1000));
    await expect(openSqliteStorage(path, vault, { nowMs: () => startMs })).rejects.toMatchObject({
      name: "DatabaseRefused",
      message: expect.stringMatching(/not a SQLite database/),
    });
  });
});

describe.runIf(process.platform !== "win32")("a database file that others may read", () => {
  it("is taken away from them at the start, with those beside it, and that is told", async () => {
    const { path, vault } = await databases.make();
    const first = await opened(path, vault);
    await accept(first, 5);
    copyFileSync(`${path}-wal`, `${path}.kept`);
    await first.close();
    open.splice(0);
    copyFileSync(`${path}.kept`, `${path}-wal`);
    for (const end of ["", "-wal", ".owner"]) chmodSync(`${path}${end}`, 0o644);
    let told = 0;
    const storage = await openSqliteStorage(path, vault, { nowMs: () => startMs, onMadePrivate: () => (told += 1) });
    open.push(storage);
    expect(told).toBe(1);
    for (const end of ["", "-wal", "-shm", ".owner"]) {
      expect([end, (statSync(`${path}${end}`).mode & 0o777).toString(8)]).toEqual([end, "600"]);
    }
  });

  it("is told by migrate, too", async () => {
    const { path } = await databases.make();
    chmodSync(path, 0o660);
    expect((await migrateSqlite(path, noRing)).wasOpenToOthers).toBe(true);
    expect((await migrateSqlite(path, noRing)).wasOpenToOthers).toBeUndefined();
  });
});
