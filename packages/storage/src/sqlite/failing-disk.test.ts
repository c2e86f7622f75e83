import type { DatabaseSync } from "node:sqlite";
import { OutcomeUnknown } from "@warifu/rules";
import type { Storage } from "@warifu/rules";
import { afterAll, describe, expect, it } from "vitest";
import { actOn } from "../contract/open-fresh.ts";
import * as sample from "../contract/samples.ts";
import { inSavepoint, inTransaction } from "./connection.ts";
import { freshDatabases } from "./fresh-database.ts";
import { localFileThreads } from "./file-threads.ts";
import { openOwned } from "./open-owned.ts";
import { composeSqliteStorage } from "./open-storage.ts";

const { decided, hanako, sampleCustomer, sampleEvent, sampleMail, sampleToken, startMs, step, taro } = sample;
const databases = freshDatabases();
afterAll(databases.removeAll);

/** A store with Hanako in it, and its connection, on which a test makes the disk fail. */
async function opened(): Promise<{ db: DatabaseSync; storage: Storage }> {
  const { path, vault } = await databases.make();
  const owned = openOwned(path);
  const storage = await composeSqliteStorage(owned, vault, () => startMs, localFileThreads(owned.db));
  await actOn(storage, hanako, () =>
    decided(null, { changes: { customer: sampleCustomer(), tokens: [sampleToken({ lastStep: step(5) })] } }),
  );
  return { db: owned.db, storage };
}

/** Accepts step 9 of Hanako's token, with an event and a mail. */
const acceptStep = (storage: Storage) =>
  actOn(storage, hanako, ({ tokens }) =>
    decided("accepted", {
      changes: { tokens: tokens.map((token) => ({ ...token, lastStep: step(9) })) },
      events: [sampleEvent()],
      mails: [sampleMail()],
    }),
  );

async function written(storage: Storage) {
  const { tokens } = await storage.look(hanako);
  const events = await storage.eventsAfter("ozora", 0, 9);
  const mails = await storage.mailsOfToken(sampleMail().tokenId);
  return { lastStep: tokens[0]?.lastStep, events: events.length, mails: mails.length };
}
const nothing = { lastStep: 5, events: 0, mails: 0 };
const everything = { lastStep: 9, events: 1, mails: 1 };

describe("nothing is half done when one write of an act fails:", () => {
  it.each(["INSERT ON event", "INSERT ON mail", "INSERT ON journal"])("the %s", async (write) => {
    const { db, storage } = await opened();
    db.exec(
      `CREATE TEMP TRIGGER failing AFTER ${write.replace(" ON ", " ON main.")} BEGIN SELECT RAISE (ABORT, 'worn out'); END`,
    );
    await expect(acceptStep(storage)).rejects.toThrow("worn out");
    expect(await written(storage)).toEqual(nothing);
    db.exec("DROP TRIGGER failing");
    expect(await acceptStep(storage)).toBe("accepted");
    expect(await written(storage)).toEqual(everything);
    await storage.close();
  });

  it("and the other acts of the same commit are stored", async () => {
    const { db, storage } = await opened();
    db.exec(`CREATE TEMP TRIGGER failing AFTER INSERT ON main.event WHEN NEW.customer_id = 'hanako'
      BEGIN SELECT RAISE (ABORT, 'worn out'); END`);
    const his = actOn(storage, taro, () =>
      decided("applied", { changes: { customer: sampleCustomer(taro) }, events: [sampleEvent(taro)] }),
    );
    const settled = await Promise.allSettled([acceptStep(storage), his]);
    expect(settled.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect((await storage.look(taro)).customer?.use).toBe("applied");
    expect(await written(storage)).toEqual({ ...nothing, events: 1 });
    await storage.close();
  });

  it("a write that ends the whole transaction is its own subject's trouble", async () => {
    const { db, storage } = await opened();
    db.exec(`CREATE TEMP TRIGGER failing AFTER INSERT ON main.event WHEN NEW.customer_id = 'hanako'
      BEGIN SELECT RAISE (ROLLBACK, 'given up'); END`);
    const his = actOn(storage, taro, () => decided("applied", { changes: { customer: sampleCustomer(taro) } }));
    const settled = await Promise.allSettled([his, acceptStep(storage)]);
    expect(settled).toMatchObject([{ value: "applied" }, { reason: { message: "given up" } }]);
    expect((await storage.look(taro)).customer?.use).toBe("applied");
    expect(await written(storage)).toEqual(nothing);
    await storage.close();
  });

  it("the event of a change to the directory", async () => {
    const { db, storage } = await opened();
    db.exec("CREATE TEMP TRIGGER failing AFTER INSERT ON main.event BEGIN SELECT RAISE (ABORT, 'worn out'); END");
    await expect(storage.addClient(sample.sampleClient(), sampleEvent())).rejects.toThrow("worn out");
    await expect(storage.raiseFence(step(100), sampleEvent())).rejects.toThrow("worn out");
    expect(await storage.client("ozora-bank")).toBeNull();
    expect(await actOn(storage, hanako, (_state, { fenceMs }) => decided(fenceMs))).toBe(0);
    await storage.close();
  });
});

describe("what must never change in the file, whoever tries:", () => {
  it.each([
    ["UPDATE token_state SET last_step = 4", "last_step never goes back"],
    ["UPDATE event SET detail = '{}'", "events are never changed"],
    ["DELETE FROM event", "events are never removed"],
    ["UPDATE fence SET raised_to_ms = -1", "the fence never goes back"],
    ["UPDATE token SET life = 'revoked'; UPDATE token SET life = 'inUse'", "revoked stays revoked"],
  ])("%s", async (sql, says) => {
    const { db, storage } = await opened();
    await storage.record(sampleEvent());
    expect(() => db.exec(sql)).toThrow(says);
    await storage.close();
  });
});

describe("a disk that takes no more", () => {
  it("is an error and never an acceptance, when it is read-only; afterwards all goes on", async () => {
    const { db, storage } = await opened();
    db.exec("PRAGMA query_only = ON");
    await expect(acceptStep(storage)).rejects.toMatchObject({ name: "StoreBusy", trouble: "readOnly" });
    await expect(storage.put("session", "id", 1, startMs + 1)).rejects.toMatchObject({
      name: "StoreBusy",
      trouble: "readOnly",
    });
    await expect(storage.count("tries", "id", startMs, startMs + 1)).rejects.toMatchObject({
      name: "StoreBusy",
      trouble: "readOnly",
    });
    expect(await storage.ready()).toBe("readOnly");
    expect(await written(storage)).toEqual(nothing);
    db.exec("PRAGMA query_only = OFF");
    expect(await storage.ready()).toBe("ready");
    expect(await acceptStep(storage)).toBe("accepted");
    expect(await written(storage)).toEqual(everything);
    await storage.close();
  });

  it("is an error and never an acceptance, when it is full; what was stored stays, and afterwards all goes on", async () => {
    const { db, storage } = await opened();
    const pages = Number(Object.values(db.prepare("PRAGMA page_count").get() ?? {})[0]);
    db.exec(`PRAGMA max_page_count = ${pages}`);
    const detail = { text: "x".repeat(2000) };
    let recorded = 0;
    const fill = async () => {
      for (;;) {
        await actOn(storage, hanako, () => decided(null, { events: [sampleEvent({ detail })] }));
        recorded += 1;
      }
    };
    await expect(fill()).rejects.toMatchObject({ name: "StoreBusy", trouble: "full" });
    expect((await storage.eventsAfter("ozora", 0, 99)).length).toBe(recorded);
    db.exec("PRAGMA max_page_count = 1000000");
    expect(await acceptStep(storage)).toBe("accepted");
    expect((await storage.eventsAfter("ozora", 0, 99)).length).toBe(recorded + 1);
    await storage.close();
  });

  it("is an error when the database is busy or closed", async () => {
    const { db, storage } = await opened();
    db.exec("BEGIN IMMEDIATE");
    await expect(acceptStep(storage)).rejects.toThrow(/within a transaction/);
    db.exec("ROLLBACK");
    expect(await written(storage)).toEqual(nothing);
    await storage.close();
    await expect(acceptStep(storage)).rejects.toMatchObject({ name: "StoreBusy", trouble: "unreachable" });
  });
});

describe("closing", () => {
  it("waits for the acts that were asked for before it", async () => {
    const { storage } = await opened();
    const accepting = acceptStep(storage);
    await storage.close();
    expect(await accepting).toBe("accepted");
  });
});

describe("a commit that breaks off", () => {
  /** A connection whose COMMIT fails with the SQLite error code. */
  function breaking(errcode: number): { db: DatabaseSync; ran: string[] } {
    const ran: string[] = [];
    let isTransaction = false;
    const db = {
      get isTransaction() {
        return isTransaction;
      },
      exec(sql: string) {
        ran.push(sql);
        if (sql === "COMMIT") throw Object.assign(new Error("broken off"), { errcode });
        isTransaction = sql.startsWith("BEGIN");
      },
    };
    return { db: db as unknown as DatabaseSync, ran };
  }
  const ioErrorOnFsync = 1034;
  const ioErrorOnWrite = 778;

  it.each([ioErrorOnFsync, ioErrorOnWrite])("by the I/O error %i is unknown: neither done nor not done", (errcode) => {
    const { db, ran } = breaking(errcode);
    expect(() => inTransaction(db, () => "accepted")).toThrow(OutcomeUnknown);
    expect(ran).toEqual(["BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"]);
  });

  it.each([5, 8, 13, 517])("by the error %i, told before anything is written, is that error", (errcode) => {
    const { db, ran } = breaking(errcode);
    expect(() => inTransaction(db, () => "accepted")).toThrow("broken off");
    expect(() => inTransaction(db, () => "accepted")).not.toThrow(OutcomeUnknown);
    expect(ran.slice(0, 3)).toEqual(["BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"]);
  });

  it("leaves no savepoint to undo when SQLite has rolled everything back", () => {
    const { db, ran } = breaking(13);
    expect(() =>
      inSavepoint(db, () => {
        throw new Error("disk I/O error");
      }),
    ).toThrow("disk I/O error");
    expect(ran).toEqual(["SAVEPOINT slot"]);
  });
});
