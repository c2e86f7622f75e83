import { StoreBusy } from "@warifu/rules";
import type { Storage } from "@warifu/rules";
import pg from "pg";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { describeSignedDirectory } from "../contract/describe-signed-directory.ts";
import { approvalEdits, ask, branch, expectDamagedAlone } from "../contract/approvals-at-branch.ts";
import { actOn } from "../contract/open-fresh.ts";
import { decided, forCodes, hanako, sampleCustomer, sampleEvent, sampleToken } from "../contract/samples.ts";
import { startMs, taro } from "../contract/samples.ts";
import { RowDamaged } from "../sealing/row-damaged.ts";
import { freshPostgres } from "./fresh-database.ts";
import type { FreshPostgres } from "./fresh-database.ts";
import { openPostgresStorage } from "./open-storage.ts";
import { clusterMissing } from "./test-cluster.ts";

const missing = clusterMissing();
const people = [hanako, taro, { institutionId: "ozora", customerId: "jiro" }];

describe.skipIf(missing !== null)(
  `what was changed from outside${missing === null ? "" : ` (left out: ${missing})`}`,
  () => {
    let fresh: Promise<FreshPostgres> | undefined;
    const closers: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of closers.splice(0)) await close();
    });
    afterAll(async () => (await fresh)?.stop());

    const open = async (parameters = "") => {
      fresh ??= freshPostgres();
      const { migrated, vault } = await fresh;
      const url = await migrated();
      const storage = await openPostgresStorage(url + parameters, vault, {
        nowMs: () => startMs,
        databaseClock: "node",
      });
      const raw = new pg.Client({ connectionString: url });
      await raw.connect();
      closers.push(
        () => storage.close(),
        () => raw.end(),
      );
      for (const person of people) {
        const token = sampleToken({ tokenId: `token of ${person.customerId}`, userId: `user of ${person.customerId}` });
        const changes = { customer: sampleCustomer(person), tokens: [token] };
        await actOn(storage, person, () => decided(null, { changes }));
      }
      return { storage, raw, sql: (text: string) => raw.query(text) };
    };
    const countAll = (storage: Storage) =>
      storage.act(people, ({ tokens: [token] }, index) => {
        const tokens = token === undefined ? [] : [{ ...token, wrongInARow: token.wrongInARow + 1 }];
        return decided(index, { changes: { tokens }, events: [sampleEvent(people[index])] });
      });
    const statuses = (slots: readonly PromiseSettledResult<unknown>[]) => slots.map(({ status }) => status);

    it("is not looked for where a token in use decides", async () => {
      const { storage, sql } = await open();
      await sql("UPDATE customer SET otp_use = 'none' WHERE customer_id = 'taro'");
      const byToken = forCodes(({ tokens }) => decided(tokens.length));
      expect(await storage.act([taro], byToken)).toEqual([{ status: "fulfilled", value: 1 }]);
      await expect(actOn(storage, taro, ({ tokens }) => decided(tokens.length))).rejects.toThrow(RowDamaged);
    });

    it.each([
      ["a token's counter", "UPDATE token SET wrong_in_a_row = 0 WHERE customer_id = 'taro'"],
      ["a token's last step", "UPDATE token SET last_step = 5 WHERE customer_id = 'taro'"],
      ["a customer's state", "UPDATE customer SET otp_use = 'none' WHERE customer_id = 'taro'"],
      ["a MAC's key version", "UPDATE token SET mac = set_byte(mac, 4, 9) WHERE customer_id = 'taro'"],
      ["a line break in a text", "UPDATE token SET locale = E'ja\\n' WHERE customer_id = 'taro'"],
      [
        "a text that holds the right lines of all columns behind it",
        `UPDATE token SET mac = '', replaces_token_id = array_to_string(
           ARRAY['', coalesce(sealed_mobile_email::text, ''), coalesce(sealed_registration_record::text, ''),
             coalesce(sealed_key::text, ''), mac::text], E'\\n') WHERE customer_id = 'taro'`,
      ],
      ["a MAC that is empty", "UPDATE token SET mac = '' WHERE customer_id = 'taro'"],
      [
        "the customer's row, removed by somebody who switched the guard off",
        `ALTER TABLE customer DISABLE TRIGGER customer_is_never_removed;
         DELETE FROM customer WHERE customer_id = 'taro';
         ALTER TABLE customer ENABLE TRIGGER customer_is_never_removed`,
      ],
      [
        "another customer's MAC",
        "UPDATE token SET mac = (SELECT mac FROM token WHERE customer_id = 'jiro') WHERE customer_id = 'taro'",
      ],
    ])("hurts the one customer and nobody else in the batch: %s", async (_what, change) => {
      const { storage, sql } = await open();
      await sql(change);
      const slots = await countAll(storage);
      expect(statuses(slots)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(slots[1]).toMatchObject({ reason: expect.any(RowDamaged) as unknown });
      await expect(storage.look(taro)).rejects.toThrow(RowDamaged);
      expect((await storage.look(hanako)).tokens[0]?.wrongInARow).toBe(2);
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(2);
    });

    it("hurts nobody before the key is opened, when it is a sealed key", async () => {
      const { storage, sql } = await open();
      await sql(
        "UPDATE token SET sealed_key = set_byte(sealed_key, 20, 255 - get_byte(sealed_key, 20)) WHERE customer_id = 'taro'",
      );
      expect(statuses(await countAll(storage))).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
      const { tokens } = await storage.look(taro);
      expect(() => tokens[0]?.key?.open()).toThrow("changed or belongs elsewhere");
    });

    it("between reading and writing is noticed: the act is decided anew", async () => {
      const { storage, raw } = await open();
      const loose = "UPDATE token SET mac = mac || '\\x00'::bytea WHERE customer_id = 'taro'";
      const exact = "UPDATE token SET mac = substring(mac FROM 1 FOR length(mac) - 1) WHERE customer_id = 'taro'";
      await raw.query("BEGIN");
      await raw.query(loose);
      // It reads the row as it was, and waits for this change when it writes.
      const counting = countAll(storage);
      const waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
      while (((await raw.query(waiting)).rowCount ?? 0) === 0);
      await raw.query("COMMIT");
      expect(statuses(await counting)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      await raw.query(exact);
      expect((await storage.look(taro)).tokens[0]?.wrongInARow).toBe(1);
    });

    it("cannot be done to events, last steps, the fence and what is revoked: the database refuses", async () => {
      const { storage, sql } = await open();
      await countAll(storage);
      await storage.raiseFence(9, sampleEvent({ institutionId: null, customerId: null, tokenId: null }));
      await sql("UPDATE token SET life = 'revoked'");
      const attempts = [
        ["UPDATE event SET at_ms = 0", "never changed"],
        ["DELETE FROM event", "never removed"],
        ["DELETE FROM customer", "never removed"],
        ["DELETE FROM token", "never removed"],
        ["TRUNCATE event", "never changed"],
        ["UPDATE token SET last_step = -2", "last_step never goes back"],
        ["UPDATE token SET life = 'inUse'", "revoked stays revoked"],
        ["UPDATE fence SET raised_to_ms = 8", "the fence never goes back"],
      ] as const;
      for (const [attempt, told] of attempts) await expect(sql(attempt)).rejects.toThrow(told);
    });

    it("of texts holds no character that PostgreSQL would refuse: a NUL in a name hurts nobody", async () => {
      const { storage } = await open();
      const slots = await storage.act(
        [hanako, { institutionId: "ozora", customerId: "a\0b" }, { institutionId: "ozora", userId: "u\0" }],
        (state) => decided(state.customer?.customerId ?? null),
      );
      expect(slots.map((slot) => (slot.status === "fulfilled" ? slot.value : slot.reason))).toEqual([
        "hanako",
        null,
        null,
      ]);
      expect(await storage.findCustomers("ozora", { customerId: "a\0b" }, 9)).toEqual([]);
      expect(await storage.eventsOfCustomer("ozora", "a\0b", 9)).toEqual([]);
    });

    it.each(Object.entries(approvalEdits))(
      "of an approval to %s runs nothing, the others are decided",
      async (_to, edit) => {
        const { storage, sql } = await open();
        await branch(storage);
        const { commandHash } = await ask(storage, "a1");
        await ask(storage, "a2");
        await sql(`UPDATE approval SET ${edit} WHERE approval_id = 'a1'`);
        await expectDamagedAlone(storage, commandHash);
      },
    );

    it("or slow is no reason to grow: more than the queue holds is told to come again", async () => {
      const { storage, raw } = await open("?queue=10");
      await raw.query("BEGIN");
      await raw.query("LOCK TABLE token IN ACCESS EXCLUSIVE MODE");
      const first = countAll(storage);
      const waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
      while (((await raw.query(waiting)).rowCount ?? 0) === 0);
      const more = Array.from({ length: 6 }, () => countAll(storage));
      const told = Promise.allSettled(more);
      await raw.query("COMMIT");
      expect(statuses(await first)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
      const settled = await told;
      expect(statuses(settled)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected", "rejected", "rejected"]);
      expect(settled[5]).toMatchObject({ reason: expect.any(StoreBusy) as unknown });
    });

    it("or locked for longer than may be waited makes the store busy, and nothing is written", async () => {
      const { storage, raw } = await open("?lock_timeout=50&statement_timeout=1000");
      await raw.query("BEGIN");
      await raw.query("LOCK TABLE token IN ACCESS EXCLUSIVE MODE");
      await expect(countAll(storage)).rejects.toThrow(StoreBusy);
      await raw.query("COMMIT");
      expect(await storage.eventsAfter("ozora", 0, 9)).toEqual([]);
      expect(statuses(await countAll(storage))).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
    });

    describeSignedDirectory(async (fill, sql) => {
      fresh ??= freshPostgres();
      const { migrated, vault } = await fresh;
      const url = await migrated();
      const storage = await openPostgresStorage(url, vault, { nowMs: () => startMs, databaseClock: "node" });
      await fill(storage);
      const raw = new pg.Client({ connectionString: url });
      await raw.connect();
      await raw.query(sql);
      await raw.end();
      return storage;
    });
  },
);
