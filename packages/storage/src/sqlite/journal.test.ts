import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Storage } from "@warifu/rules";
import { afterAll, describe, expect, it } from "vitest";
import { actOn } from "../contract/open-fresh.ts";
import { decided, hanako, sampleCustomer, sampleEvent, sampleToken, startMs, step, taro } from "../contract/samples.ts";
import { RowDamaged } from "../sealing/row-damaged.ts";
import { freshDatabases } from "./fresh-database.ts";
import type { FreshDatabase } from "./fresh-database.ts";
import { Journal } from "./journal.ts";
import { openSqliteStorage } from "./open-sqlite-storage.ts";

const databases = freshDatabases();
afterAll(databases.removeAll);

const open = ({ path, vault }: Pick<FreshDatabase, "path" | "vault">) =>
  openSqliteStorage(path, vault, { nowMs: () => startMs });

/** Both customers with a token in use, and some codes of Hanako's accepted since. */
async function afterCodes(codes: number) {
  const database = await databases.make();
  const storage = await open(database);
  for (const person of [hanako, taro]) {
    const token = sampleToken({ tokenId: `token of ${person.customerId}`, userId: person.customerId });
    await actOn(storage, person, () =>
      decided(null, { changes: { customer: sampleCustomer(person), tokens: [token] }, events: [sampleEvent(person)] }),
    );
  }
  for (let code = 1; code <= codes; code += 1) await acceptStep(storage, code);
  return { database, storage };
}

const acceptStep = (storage: Storage, lastStep: number, person = hanako) =>
  actOn(storage, person, ({ tokens }) =>
    decided(null, {
      changes: { tokens: tokens.map((token) => ({ ...token, lastStep: step(lastStep), wrongInARow: 0 })) },
      events: [sampleEvent({ ...person, detail: { step: lastStep } })],
    }),
  );
const lastStepOf = async (storage: Storage, person = hanako) => (await storage.look(person)).tokens[0]?.lastStep;

/** The file as a crash would leave it at this moment, opened by nobody. */
async function crashed({ path, folder, vault }: FreshDatabase): Promise<Pick<FreshDatabase, "path" | "vault">> {
  const copy = join(folder, `crashed-${Math.random()}.db`);
  for (const suffix of ["", "-wal"]) if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
  return { path: copy, vault };
}

function rowsOf(path: string, sql: string): unknown[] {
  const db = new DatabaseSync(path);
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

describe("what codes change of a token", () => {
  it("stands in the journal first, and in the row once the file is closed", async () => {
    const { database, storage } = await afterCodes(3);
    const during = await crashed(database);
    expect(rowsOf(during.path, "SELECT last_step FROM token WHERE customer_id = 'hanako'")).toEqual([
      { last_step: -1 },
    ]);
    expect(rowsOf(during.path, "SELECT seq FROM journal")).toHaveLength(5);
    await storage.close();
    expect(rowsOf(database.path, "SELECT last_step FROM token WHERE customer_id = 'hanako'")).toEqual([
      { last_step: 3 },
    ]);
    expect(rowsOf(database.path, "SELECT seq FROM journal")).toEqual([]);
    expect(rowsOf(database.path, "SELECT cursor FROM event_of_customer WHERE customer_id = 'hanako'")).toHaveLength(4);
  });

  it("is all there after a crash, and is settled by the next close", async () => {
    const { database, storage } = await afterCodes(7);
    const left = await crashed(database);
    const after = await open(left);
    expect(await lastStepOf(after)).toBe(7);
    expect(await lastStepOf(after, taro)).toBe(-1);
    const events = await after.eventsOfCustomer("ozora", "hanako", 99);
    expect(events.map(({ detail }) => detail["step"])).toEqual([7, 6, 5, 4, 3, 2, 1, 1]);
    await acceptStep(after, 8);
    await after.close();
    const again = await open(left);
    expect(await lastStepOf(again)).toBe(8);
    expect((await again.eventsOfCustomer("ozora", "hanako", 2)).map(({ detail }) => detail["step"])).toEqual([8, 7]);
    await again.close();
    await storage.close();
  });

  it("does not come back over a row that was written as a whole later", async () => {
    const { database, storage } = await afterCodes(2);
    await actOn(storage, hanako, ({ tokens }) =>
      decided(null, { changes: { tokens: tokens.map((token) => ({ ...token, suspendedAtMs: startMs })) } }),
    );
    await acceptStep(storage, 3);
    const after = await open(await crashed(database));
    expect((await after.look(hanako)).tokens[0]).toMatchObject({ lastStep: 3, suspendedAtMs: startMs });
    await after.close();
    await storage.close();
  });

  it("is settled in pieces between codes once much has gathered, with every event of a customer found all the time", async () => {
    const { database, storage } = await afterCodes(0);
    const hundred = Array.from({ length: 100 }, () => sampleEvent(taro));
    await storage.act(
      Array.from({ length: 510 }, () => taro),
      () => decided(null, { events: hundred }),
    );
    for (let code = 1; code <= 30; code += 1) await acceptStep(storage, code);
    const { path } = await crashed(database);
    expect(
      rowsOf(path, "SELECT cursor FROM event_settled WHERE institution_id = 'ozora' AND cursor > 1000"),
    ).toHaveLength(1);
    expect(await storage.eventsOfCustomer("ozora", "hanako", 99)).toHaveLength(31);
    expect(await storage.eventsOfCustomer("ozora", "taro", 99_999)).toHaveLength(51_001);
    expect(await lastStepOf(storage)).toBe(30);
    await storage.close();
    const after = await open(database);
    expect(await after.eventsOfCustomer("ozora", "hanako", 99)).toHaveLength(31);
    expect(await after.eventsOfCustomer("ozora", "taro", 99_999)).toHaveLength(51_001);
    expect(await lastStepOf(after)).toBe(30);
    await after.close();
  });
});

describe("a journal record", () => {
  it("is needed until everything that stands in it is in the rows", () => {
    const journal = new Journal();
    const entryOf = (customer: string) => ({ name: customer, text: "[]" });
    journal.committed(1, [entryOf("hanako")]);
    journal.committed(2, [entryOf("taro"), entryOf("jiro")]);
    expect(journal.settledUpTo(journal.oldest(0))).toBe(0);
    expect(journal.settledUpTo(journal.oldest(1))).toBe(1);
    expect(journal.settledUpTo(journal.oldest(2))).toBe(1);
    expect(journal.settledUpTo(journal.oldest(3))).toBe(2);
  });
});

describe("a journal changed from outside", () => {
  const change = (path: string, sql: string) => {
    const db = new DatabaseSync(path);
    db.exec(sql);
    db.close();
  };

  it("raises the fence: steps that stood in it are lost, so what was shown until now opens nothing", async () => {
    for (const sql of [
      "UPDATE journal SET entries = replace(entries, ',3,', ',2,') WHERE seq = 5",
      "UPDATE journal SET mac = zeroblob(37) WHERE seq = 5",
      "UPDATE journal SET entries = 'nonsense' WHERE seq = 5",
      "UPDATE journal SET seq = 50 WHERE seq = 5",
    ]) {
      const { database, storage } = await afterCodes(3);
      const left = await crashed(database);
      change(left.path, sql);
      const after = await open(left);
      expect(await actOn(after, hanako, (_state, { fenceMs }) => decided(fenceMs))).toBe(startMs);
      const raised = (await after.eventsAfter("", 0, 9)).map(({ type, detail }) => [type, detail["reason"]]);
      expect(raised).toEqual([["fence.raised", "journalDamaged"]]);
      expect(await lastStepOf(after)).toBe(2);
      await after.close();
      const again = await open(left);
      expect(await again.eventsAfter("", 0, 9)).toHaveLength(1);
      await again.close();
      await storage.close();
    }
  });

  it("cannot lend one token's newest state to another", async () => {
    const { database, storage } = await afterCodes(3);
    const left = await crashed(database);
    await storage.close();
    // Hanako's row is exchanged under the entry that belongs to it.
    change(
      left.path,
      "DROP TRIGGER token_last_step_rises; UPDATE token SET wrong_since_confirm = 0 WHERE customer_id = 'hanako'",
    );
    const after = await open(left);
    await expect(after.look(hanako)).resolves.toMatchObject({ tokens: [{ lastStep: 3, wrongSinceConfirm: 3 }] });
    await after.close();
    change(left.path, "UPDATE token SET wrong_since_confirm = 0 WHERE customer_id = 'hanako'");
    const settled = await open(left);
    await expect(settled.look(hanako)).rejects.toThrow(RowDamaged);
    await settled.close();
  });

  it("holds no secret", async () => {
    const { database, storage } = await afterCodes(3);
    const left = await crashed(database);
    expect(readFileSync(`${left.path}-wal`).includes("hanakodt@oozora.co.jp")).toBe(false);
    await storage.close();
  });
});
