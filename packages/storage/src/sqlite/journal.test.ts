import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Storage } from "@warifu/rules";
import { afterAll, describe, expect, it, vi } from "vitest";
import { actOn } from "../contract/open-fresh.ts";
import { decided, hanako, sampleCustomer, sampleEvent, sampleToken, startMs, step, taro } from "../contract/samples.ts";
import { RowDamaged } from "../sealing/row-damaged.ts";
import { freshDatabases } from "./fresh-database.ts";
import type { FreshDatabase } from "./fresh-database.ts";
import { openSqliteStorage } from "./open-storage.ts";

// Nobody settles for its own sake here, however long a slow machine takes until the file is looked at.
vi.mock("node:timers", async (original) => ({
  ...(await original<typeof import("node:timers")>()),
  setTimeout: () => ({ unref: () => undefined }),
}));

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
  for (const suffix of ["", "-wal", ".mark"]) if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
  return { path: copy, vault };
}

const lastStepOfHanako = "SELECT last_step FROM token JOIN token_state USING (number) WHERE customer_id = 'hanako'";

function rowsOf(path: string, sql: string): unknown[] {
  const db = new DatabaseSync(path);
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

function change(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

describe("what codes change of a token", () => {
  it("stands in the journal first, and in the row once the file is closed", async () => {
    const { database, storage } = await afterCodes(3);
    const during = await crashed(database);
    expect(rowsOf(during.path, lastStepOfHanako)).toEqual([{ last_step: -1 }]);
    expect(rowsOf(during.path, "SELECT seq FROM journal")).toHaveLength(5);
    await storage.close();
    expect(rowsOf(database.path, lastStepOfHanako)).toEqual([{ last_step: 3 }]);
    expect(rowsOf(database.path, "SELECT seq FROM journal")).toEqual([]);
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
});

describe("the events of a customer", () => {
  const aboutToken = (storage: Storage, n: number) =>
    actOn(storage, hanako, () =>
      decided(null, { events: [sampleEvent({ tokenId: "token of hanako", detail: { n } })] }),
    );
  const aboutCustomer = (storage: Storage, n: number) =>
    actOn(storage, hanako, () => decided(null, { events: [sampleEvent({ tokenId: null, detail: { n } })] }));
  const foundIn = async (storage: Storage, limit = 99) =>
    (await storage.eventsOfCustomer("ozora", "hanako", limit)).map(({ detail }) => detail["n"]);

  it("are found newest first, whether or not they are about a token, before and after a crash and a close", async () => {
    const { database, storage } = await afterCodes(0);
    const [, , thrown] = await Promise.allSettled([
      aboutToken(storage, 1),
      aboutToken(storage, 2),
      actOn(storage, hanako, () => {
        throw new Error("not decided");
      }),
      aboutCustomer(storage, 3),
      aboutToken(storage, 4),
    ]);
    expect(thrown?.status).toBe("rejected");
    await storage.record(sampleEvent({ tokenId: "token of hanako", detail: { n: 5 } }));
    await aboutToken(storage, 6);
    expect(await foundIn(storage)).toEqual([6, 5, 4, 3, 2, 1, undefined]);
    expect(await foundIn(storage, 3)).toEqual([6, 5, 4]);
    const after = await open(await crashed(database));
    expect(await foundIn(after)).toEqual([6, 5, 4, 3, 2, 1, undefined]);
    await after.close();
    await storage.close();
    const again = await open(database);
    await aboutToken(again, 7);
    expect(await foundIn(again)).toEqual([7, 6, 5, 4, 3, 2, 1, undefined]);
    const cursors = (await again.eventsAfter("ozora", 0, 99)).map(({ cursor }) => cursor);
    expect(cursors).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await again.close();
  });

  it("lead to nobody else's when a link was changed from outside, and not round in a circle", async () => {
    const { database, storage } = await afterCodes(3);
    await aboutToken(storage, 1);
    await aboutToken(storage, 2);
    await storage.close();
    const newest = "(SELECT max(cursor) FROM event)";
    for (const previous of [newest, "2", "999"]) {
      change(
        database.path,
        `DROP TRIGGER IF EXISTS event_is_never_changed; UPDATE event SET previous = ${previous} WHERE cursor = ${newest}`,
      );
      const after = await open(database);
      expect((await after.eventsOfCustomer("ozora", "hanako", 99)).filter(({ detail }) => "n" in detail)).toHaveLength(
        1,
      );
      await after.close();
    }
  });
});

describe("a journal changed from outside", () => {
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

  const ofHanako = "WHERE number = (SELECT number FROM token WHERE customer_id = 'hanako')";

  it("cannot lend one token's newest state to another", async () => {
    const { database, storage } = await afterCodes(3);
    const left = await crashed(database);
    await storage.close();
    // Hanako's row is exchanged under the entry that belongs to it.
    change(left.path, `UPDATE token_state SET wrong_since_confirm = 0 ${ofHanako}`);
    const after = await open(left);
    await expect(after.look(hanako)).resolves.toMatchObject({ tokens: [{ lastStep: 3, wrongSinceConfirm: 3 }] });
    await after.close();
    change(left.path, `UPDATE token_state SET wrong_since_confirm = 0 ${ofHanako}`);
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
