import { closeSync, openSync, writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { StoreBusy } from "@warifu/rules";
import { afterAll, describe, expect, it } from "vitest";
import { actOn, withHanako } from "../contract/open-fresh.ts";
import { decided, hanako, sampleCustomer, sampleEvent, sampleToken, startMs, taro, step } from "../contract/samples.ts";
import { openConnection } from "./connection.ts";
import { localFileThreads, startFileThreads } from "./file-threads.ts";
import { freshDatabases } from "./fresh-database.ts";
import type { FreshDatabase } from "./fresh-database.ts";
import { Journal } from "./journal.ts";
import { tokenTable } from "../tables/token-table.ts";
import { packedState } from "./packed-state.ts";
import { openOwned } from "./open-owned.ts";
import { composeSqliteStorage, openSqliteStorage } from "./open-storage.ts";
import { makeReadAhead } from "./find-batch.ts";
import { settleInPieces } from "./settle.ts";
import { makeTurns } from "./turns.ts";

const databases = freshDatabases();
afterAll(databases.removeAll);

const nowMs = () => startMs;
const open = ({ path, vault }: FreshDatabase) => openSqliteStorage(path, vault, { nowMs });

/** Lets whoever waits go on once it is told to. */
function gate() {
  let release = () => {};
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { opened, release };
}

const acceptedStep5 = packedState(1, step(5));

describe("rows that are read while the journal is settled into them", () => {
  it("are as new as the journal all the same: an entry is forgotten when nobody holds a row without it", async () => {
    const database = await databases.make();
    await (await withHanako(await open(database))).close();
    const db = openConnection(database.path);
    const { reader, writer } = localFileThreads(db);
    const journal = new Journal();
    journal.committed(1, [acceptedStep5]);
    const { opened, release } = gate();
    const slowReader = {
      ...reader,
      async lookUp(wanted: Parameters<typeof reader.lookUp>[0]) {
        const found = await reader.lookUp(wanted);
        await opened;
        return found;
      },
    };
    const readAhead = makeReadAhead(slowReader, journal, nowMs);
    const settle = settleInPieces({ journal, readAhead, writer, turns: makeTurns() });

    const customer = { customerId: hanako.customerId, name: "hanako" };
    const asked = { subject: hanako, index: 0, decide: () => decided(null), customer };
    const reading = readAhead.read([asked]);
    const settling = settle.all();
    await new Promise(setImmediate);
    expect(db.prepare("SELECT last_step FROM token_state").get()).toEqual({ last_step: 5 });
    release();
    const [row] = (await reading).tokensOf(customer);
    expect(row?.row[tokenTable.names.indexOf("last_step")]).toBe(5);
    await settling;
    expect(journal.size).toBe(0);
    db.close();
  });
});

describe("a page that cannot be read", () => {
  it("is the trouble of those whose rows lie on it", async () => {
    const database = await databases.make();
    const people = Array.from({ length: 60 }, (_, index) => ({ ...hanako, customerId: `customer-${index}` }));
    const before = await open(database);
    await before.act(people, (_state, index) => {
      const person = people[index] ?? hanako;
      const token = sampleToken({ tokenId: `token of ${person.customerId}`, userId: person.customerId });
      return decided(null, { changes: { customer: sampleCustomer(person), tokens: [token] } });
    });
    await before.close();
    breakOneLeaf(database.path);
    const storage = await open(database);
    const slots = await storage.act(people, ({ tokens }) => decided(tokens.length));
    const refused = slots.filter(({ status }) => status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(20);
    expect(refused[0]).toMatchObject({ reason: { name: "StoreBusy", trouble: "damaged" } });
    expect(slots.filter((slot) => slot.status === "fulfilled" && slot.value === 1).length).toBe(60 - refused.length);
    await storage.close();
  });
});

function breakOneLeaf(path: string): void {
  const db = new DatabaseSync(path);
  const leaf = db.prepare("SELECT pageno FROM dbstat WHERE name = 'token' AND pagetype = 'leaf' LIMIT 1").get();
  const { page_size: size } = db.prepare("PRAGMA page_size").get() as { page_size: number };
  db.close();
  const file = openSync(path, "r+");
  writeSync(file, new Uint8Array(size), 0, size, (Number(leaf?.["pageno"]) - 1) * size);
  closeSync(file);
}

describe("the reading thread", () => {
  it("that ended keeps acts from being decided, and the service from being ready", async () => {
    const { path, vault } = await databases.make();
    const threads = startFileThreads(path);
    const storage = await composeSqliteStorage(openOwned(path), vault, nowMs, threads);
    expect(await storage.ready()).toBe("ready");
    await threads.reader.close();
    await expect(actOn(storage, hanako, () => decided("decided"))).rejects.toThrow(StoreBusy);
    expect(await storage.ready()).toBe("unreachable");
    await storage.close();
  });

  it("that cannot open the file ends, and whoever waits is told", async () => {
    const { reader, close } = startFileThreads("/nowhere/at/all.db");
    await expect(reader.lookUp({ customers: [], onceKeys: [] })).rejects.toThrow(StoreBusy);
    await close();
  });
});

describe("a user ID that comes into the file after it was asked for", () => {
  it("is nobody's for whoever asked: its customer may be in another batch", async () => {
    const { path, vault } = await databases.make();
    const owned = openOwned(path);
    const threads = localFileThreads(owned.db);
    const { opened, release } = gate();
    const writer: typeof threads.writer = {
      ...threads.writer,
      commit: (batch) => opened.then(() => threads.writer.commit(batch)),
    };
    const storage = await composeSqliteStorage(owned, vault, nowMs, { ...threads, writer });
    const issuing = actOn(storage, taro, () =>
      decided("issued", { changes: { customer: sampleCustomer(taro), tokens: [sampleToken()] } }),
    );
    await new Promise(setImmediate);
    const byUserId = { institutionId: taro.institutionId, userId: sampleToken().userId ?? "" };
    const early = actOn(storage, byUserId, ({ tokens }) => decided(tokens.length, { events: [sampleEvent(taro)] }));
    release();
    expect([await issuing, await early]).toEqual(["issued", 0]);
    expect(await actOn(storage, byUserId, ({ tokens }) => decided(tokens.length))).toBe(1);
    await storage.close();
  });
});
