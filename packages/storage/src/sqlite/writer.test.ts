import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { OutcomeUnknown, StoreBusy } from "@warifu/rules";
import { afterAll, describe, expect, it, vi } from "vitest";
import { actOn } from "../contract/open-fresh.ts";
import { decided, hanako, sampleCustomer, sampleEvent, startMs } from "../contract/samples.ts";
import { toJson } from "../tables/json.ts";
import { freshDatabases } from "./fresh-database.ts";
import { localFileThreads, startFileThreads } from "./file-threads.ts";
import { openOwned } from "./open-owned.ts";
import { composeSqliteStorage } from "./open-storage.ts";
import { threadWriter } from "./writer.ts";
import type { Writer } from "./writer.ts";

/** Not how fast it must be: another thread writes the file when the machine lets it. */
const endOfAHangMs = 10 * 60_000;

const databases = freshDatabases();
afterAll(databases.removeAll);

async function openedWith(make: (own: Writer) => Writer) {
  const { path, vault } = await databases.make();
  const owned = openOwned(path);
  const threads = localFileThreads(owned.db);
  return composeSqliteStorage(owned, vault, () => startMs, { ...threads, writer: make(threads.writer) });
}
const apply = () => decided("applied", { changes: { customer: sampleCustomer() }, events: [sampleEvent()] });

describe("the committing thread", () => {
  it("that ended keeps acts from being answered, before and after", async () => {
    const { path } = await databases.make();
    const writer = threadWriter(path);
    await writer.close();
    await writer.close();
    const nothing = { events: toJson([]), eventOwners: [], writes: [], journal: null, settling: null };
    await expect(writer.commit(nothing)).rejects.toThrow("not open");
  });

  it("that cannot open the file ends, and whoever waits is told that nobody knows", async () => {
    const writer = threadWriter("/nowhere/at/all.db");
    const nothing = { events: toJson([]), eventOwners: [], writes: [], journal: null, settling: null };
    await expect(writer.commit(nothing)).rejects.toThrow(OutcomeUnknown);
    await expect(writer.commit(nothing)).rejects.toThrow(StoreBusy);
    await writer.close();
  });
});

describe("what was committed", () => {
  it("comes from the log into the file without anybody's commit waiting for it", async () => {
    const { path, folder } = await databases.make();
    const threads = startFileThreads(path);
    const raise = { sql: "UPDATE fence SET raised_to_ms = ?", values: [startMs], subject: 0 };
    const batch = { events: toJson([]), eventOwners: [], writes: [raise], journal: null, settling: null };
    await threads.writer.commit(batch);
    // The file alone, without its log.
    const copy = join(folder, "copy.db");
    const fenceInFile = () => {
      copyFileSync(path, copy);
      const db = new DatabaseSync(copy);
      const fence = db.prepare("SELECT raised_to_ms FROM fence").get();
      db.close();
      return fence;
    };
    await vi.waitFor(() => expect(fenceInFile()).toEqual({ raised_to_ms: startMs }), endOfAHangMs);
    await threads.close();
  });
});

describe("acts that come while a commit is under way", () => {
  it("are decided together in the next one, in order of arrival", async () => {
    const commits: number[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const storage = await openedWith((own) => ({
      async commit(batch) {
        commits.push(batch.eventOwners.length);
        if (commits.length === 1) await held;
        return own.commit(batch);
      },
      isOpen: () => true,
      close: () => own.close(),
    }));
    const first = actOn(storage, hanako, apply);
    const order: number[] = [];
    const later = Array.from({ length: 9 }, (_, index) =>
      actOn(storage, hanako, () => {
        order.push(index);
        return decided(index, { events: [sampleEvent()] });
      }),
    );
    await new Promise(setImmediate);
    release();
    expect([await first, ...(await Promise.all(later))]).toEqual(["applied", 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(commits.slice(0, 2).reduce((sum, size) => sum + size, 0)).toBe(10);
    await storage.close();
  });

  it("wait for it when they are about the same customer, and are decided meanwhile when they are not", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const decidedFor: string[] = [];
    const storage = await openedWith((own) => ({
      commit: (batch) => held.then(() => own.commit(batch)),
      isOpen: () => true,
      close: () => own.close(),
    }));
    const about = (person: typeof hanako) =>
      actOn(storage, person, () => {
        decidedFor.push(person.customerId);
        return decided(null, { events: [sampleEvent(person)] });
      });
    const first = about(hanako);
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    const others = Array.from({ length: 8 }, (_, index) => about({ ...hanako, customerId: `c${index}` }));
    const again = about(hanako);
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(decidedFor).toEqual(["hanako", "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"]);
    release();
    await Promise.all([first, ...others, again]);
    const events = await storage.eventsAfter("ozora", 0, 99);
    expect(events.map(({ cursor }) => cursor)).toEqual(events.map((_, index) => index + 1));
    expect(events.map(({ customerId }) => customerId)).toEqual(decidedFor);
    await storage.close();
  });

  it("are refused once too many wait, and those that wait are answered", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const storage = await openedWith((own) => ({
      commit: (batch) => held.then(() => own.commit(batch)),
      isOpen: () => true,
      close: () => own.close(),
    }));
    const first = actOn(storage, hanako, apply);
    const many = Array.from({ length: 2_100 }, () => [hanako, hanako]);
    const calls = many.map((subjects) => storage.act(subjects, () => decided("decided")));
    const settled = Promise.allSettled(calls);
    await expect(storage.act([hanako, hanako], apply)).rejects.toThrow(StoreBusy);
    release();
    expect(await first).toBe("applied");
    const refused = (await settled).filter(({ status }) => status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(100);
    expect(await actOn(storage, hanako, () => decided("again"))).toBe("again");
    await storage.close();
  });
});
