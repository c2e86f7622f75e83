import { chmodSync, copyFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { Storage } from "@warifu/rules";
import { actOn } from "../contract/open-fresh.ts";
import { decided, hanako, sampleCustomer, sampleEvent, sampleToken, startMs, step } from "../contract/samples.ts";
import { freshDatabases } from "./fresh-database.ts";
import { holdFile } from "./held-file.ts";
import { migrateSqlite } from "./migrate-sqlite.ts";
import { openSqliteStorage } from "./open-sqlite-storage.ts";
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

const accept = (storage: Storage, at: number) =>
  actOn(storage, hanako, () =>
    decided("accepted", {
      changes: { customer: sampleCustomer(), tokens: [sampleToken({ lastStep: step(at) })] },
      events: [sampleEvent()],
    }),
  );

/** What can be asked of a store that writes, on every path. */
const paths: readonly [string, (storage: Storage) => Promise<unknown>][] = [
  ["an act", (storage) => accept(storage, 9)],
  ["a record", (storage) => storage.put("session", "id", "x".repeat(300_000), startMs + 1)],
  ["a count", (storage) => storage.count("tries", "id", startMs, startMs + 1)],
  ["the taking of a record", (storage) => storage.take("session", "id", startMs)],
  ["an event", (storage) => storage.record(sampleEvent())],
  ["the fence", (storage) => storage.raiseFence(step(100), sampleEvent())],
  ["a secret", (storage) => storage.secret("new", () => "secret")],
  ["mails to send", (storage) => storage.claimDueMails(startMs, 5, 1)],
  ["a mail that was sent", (storage) => storage.markMailSent("none", startMs)],
  ["the sweep", (storage) => storage.sweep(startMs)],
  ["an API key's use", (storage) => storage.noteApiKeyUse("none", startMs)],
];

describe("while another program holds the database file", () => {
  it("everything that writes is told to come back, nothing waits one by one, and the store is not ready; then it is by itself", async () => {
    const { path, vault } = await databases.make();
    const storage = await opened(path, vault);
    await accept(storage, 5);
    const held = await holdFile(path);
    for (const [, ask] of paths) {
      await expect(ask(storage)).rejects.toMatchObject({ name: "StoreBusy", trouble: "locked" });
    }
    expect(await storage.ready()).toBe("unreachable");
    expect((await storage.look(hanako)).tokens[0]?.lastStep).toBe(step(5));
    await held.letGo();
    expect(await storage.ready()).toBe("ready");
    for (const [what, ask] of paths) expect([what, await ask(storage).then(() => "done")]).toEqual([what, "done"]);
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
      name: "DatabaseRefused",
      message: expect.stringMatching(/Another program holds/),
    });
    await held.letGo();
  });
});

const disk = makeSmallDisk();
describe.skipIf(disk === null)("on a file system of its own (needs the right to mount one)", () => {
  afterEach(() => disk?.free());
  afterAll(() => disk?.remove());
  const accepted = (storage: Storage, text: string) =>
    actOn(storage, hanako, ({ tokens }) =>
      decided(null, { changes: { tokens }, events: [sampleEvent({ detail: { text } })] }),
    );
  const make = async (name: string) => {
    const { vault } = await databases.make();
    const path = join(disk?.folder ?? "", name);
    await migrateSqlite(path, noRing);
    return { path, vault };
  };

  it("a full disk is told on every path, nothing is half done, and the store is not ready until there is room again", async () => {
    const { path, vault } = await make("full.db");
    const storage = await opened(path, vault);
    await accept(storage, 5);
    disk?.fill();
    // What the log's file has taken already has room for some: until a large one is refused, and then a small one.
    for (const text of ["x".repeat(4000), ""]) {
      const untilRefused = async () => {
        for (;;) await accepted(storage, text);
      };
      await expect(untilRefused()).rejects.toMatchObject({ name: "StoreBusy", trouble: "full" });
    }
    expect(await storage.ready()).toBe("readOnly");
    const before = (await storage.eventsAfter("ozora", 0, 10_000)).length;
    await expect(accept(storage, 9)).rejects.toMatchObject({ name: "StoreBusy", trouble: "full" });
    expect((await storage.look(hanako)).tokens[0]?.lastStep).toBe(step(5));
    expect(await storage.eventsAfter("ozora", 0, 10_000)).toHaveLength(before);
    disk?.free();
    expect(await storage.ready()).toBe("ready");
    expect(await accept(storage, 9)).toBe("accepted");
    expect((await storage.look(hanako)).tokens[0]?.lastStep).toBe(step(9));
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
