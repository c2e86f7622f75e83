import { presence } from "@warifu/otp";
import { checkInvariants, defaultPolicy, importToken, stateAfter, verify } from "@warifu/rules";
import type { Context, Performed, Storage } from "@warifu/rules";
import pg from "pg";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { actOn } from "../contract/open-fresh.ts";
import {
  decided,
  hanako,
  sampleCustomer,
  sampleEvent,
  sampleKey,
  sampleToken,
  startMs,
  taro,
  tokenIdOf,
} from "../contract/samples.ts";
import { codeAt } from "../contract/totp.ts";
import { freshPostgres } from "./fresh-database.ts";
import type { FreshPostgres } from "./fresh-database.ts";
import { openPostgresStorage } from "./open-storage.ts";
import { clusterMissing } from "./test-cluster.ts";

const missing = clusterMissing();
const context: Context = {
  nowMs: startMs,
  policy: defaultPolicy,
  actor: { kind: "institution", id: "ozora-bank", channel: "api" },
  fenceMs: 0,
};
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe.skipIf(missing !== null)(
  `three nodes on one database${missing === null ? "" : ` (left out: ${missing})`}`,
  () => {
    let fresh: Promise<FreshPostgres> | undefined;
    const nodes: Storage[] = [];
    afterEach(async () => {
      await Promise.all(nodes.splice(0).map((node) => node.close()));
    });
    afterAll(async () => (await fresh)?.stop());

    const open = async (isolation = "read committed"): Promise<(index: number) => Storage> => {
      fresh ??= freshPostgres();
      const { migrated, vault } = await fresh;
      const url = await migrated();
      await setIsolation(url, isolation);
      for (const _ of upTo(3)) {
        nodes.push(await openPostgresStorage(url, vault, { nowMs: () => startMs, databaseClock: "node" }));
      }
      return (index) => nodes[index % nodes.length] as Storage;
    };

    it("accept one code, posted fifty times for each of twenty tokens, exactly twenty times (I1)", async () => {
      const node = await open();
      const people = upTo(20).map((index) => ({ institutionId: "ozora", customerId: `customer-${index}` }));
      await Promise.all(people.map((person, index) => importTo(node(index), person)));
      const performed: Performed[] = [];
      const otp = codeAt(startMs);
      const posts = upTo(50).flatMap((post) =>
        people.map((person, index) =>
          actOn(node(post + index), person, (before) => {
            const decision = verify(before, { codeFor: presence, otp, purpose: "login", reference: null }, context);
            performed.push({
              act: "verify",
              context,
              before,
              decision,
              after: stateAfter(before, decision.changes),
              secrets: [],
            });
            return decision;
          }),
        ),
      );
      const answers = await Promise.all(posts);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(20);
      const codes = new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal.code])));
      expect([...codes].toSorted()).toEqual(["paused", "used"]);
      expect(checkInvariants(performed)).toEqual([]);
      const accepted = (await node(0).eventsAfter("ozora", 0, 5000)).filter(({ type }) => type === "code.accepted");
      expect(accepted).toHaveLength(20);
    });

    it("compare no more wrong codes than the limit, of fifty at once (I3), and count each (I4)", async () => {
      const node = await open();
      await importTo(node(0), hanako);
      const right = new Set(upTo(241).map((index) => codeAt(startMs + (index - 120) * 60_000)));
      const otp = ["00000000", "00000001", "00000002"].find((code) => !right.has(code)) ?? "";
      const command = { codeFor: presence, otp, purpose: "login", reference: null } as const;
      const answers = await Promise.all(
        upTo(50).map((index) => actOn(node(index), hanako, (state) => verify(state, command, context))),
      );
      const compared = answers.filter((answer) => !answer.ok && answer.refusal.code !== "paused");
      expect(compared).toHaveLength(defaultPolicy.wrongCodesUntilPause);
      expect((await node(1).look(hanako)).tokens[0]?.wrongSinceConfirm).toBe(defaultPolicy.wrongCodesUntilPause);
    });

    it("end what they do about the same customers in opposite orders, new customers too, with nothing lost", async () => {
      const node = await open();
      const people = upTo(8).map((index) => ({ institutionId: "ozora", customerId: `new-${index}` }));
      const calls = upTo(60).map((index) => {
        const order = index % 2 === 0 ? people : people.toReversed();
        return node(index).act(order, ({ customer }, place) => {
          const { institutionId, customerId } = order[place] ?? hanako;
          const issuancesAtMs = [...(customer?.issuancesAtMs ?? []), index];
          return decided(null, { changes: { customer: sampleCustomer({ institutionId, customerId, issuancesAtMs }) } });
        });
      });
      const slots = (await Promise.all(calls)).flat();
      expect(slots.filter(({ status }) => status === "rejected")).toEqual([]);
      for (const person of people) {
        const { customer } = await node(2).look(person);
        expect(customer?.issuancesAtMs.toSorted((a, b) => a - b)).toEqual(upTo(60));
      }
    });

    it("answer a once key once, for whomever and wherever it is sent at the same time", async () => {
      const node = await open();
      const once = { key: "bank-1", fingerprint: "one", expiresAtMs: startMs + 1000 };
      const told = await Promise.all(
        upTo(30).map((index) =>
          actOn(node(index), { ...(index % 2 === 0 ? hanako : taro), once }, (_state, { earlier }) =>
            decided(earlier === null ? "decided" : "again", earlier === null ? { events: [sampleEvent()] } : {}),
          ),
        ),
      );
      expect(told.filter((outcome) => outcome === "decided")).toHaveLength(1);
      expect(await node(0).eventsAfter("ozora", 0, 99)).toHaveLength(1);
    });

    it("give events cursors that rise as readers see them: none ever appears behind one that was read", async () => {
      const node = await open();
      const writing = Promise.all(
        upTo(90).map((index) =>
          actOn(node(index), { institutionId: "ozora", customerId: `writer-${index}` }, () =>
            decided(null, {
              events: [sampleEvent(), sampleEvent({ institutionId: null }), sampleEvent({ detail: { index } })],
            }),
          ),
        ),
      );
      let isOver = false;
      void writing.then(() => {
        isOver = true;
      });
      const seen: number[] = [];
      for (let last = false; !last;) {
        last = isOver;
        const events = await node(seen.length).eventsAfter("ozora", seen.at(-1) ?? 0, 7);
        seen.push(...events.map(({ cursor }) => cursor));
        if (events.length === 7) last = false;
      }
      expect(seen).toEqual(upTo(180).map((index) => index + 1));
      expect(await node(0).eventsAfter("", 0, 999)).toHaveLength(90);
    });

    it("see each other's results whatever the database's own isolation level is", async () => {
      const node = await open("serializable");
      const counts = await Promise.all(
        upTo(30).map((index) =>
          actOn(node(index), hanako, ({ customer }) => {
            const issuancesAtMs = [...(customer?.issuancesAtMs ?? []), index];
            return decided(issuancesAtMs.length, { changes: { customer: sampleCustomer({ issuancesAtMs }) } });
          }),
        ),
      );
      expect(counts.toSorted((a, b) => a - b)).toEqual(upTo(30).map((index) => index + 1));
    });

    it("let only the one act fail whose row cannot be written, whichever batch it comes in", async () => {
      const node = await open();
      const issue = (index: number, customerId: string, userId: string) =>
        actOn(node(index), { institutionId: "ozora", customerId }, () =>
          decided(customerId, {
            changes: {
              customer: sampleCustomer({ customerId }),
              tokens: [sampleToken({ tokenId: `token of ${customerId}`, userId })],
            },
            events: [sampleEvent({ customerId })],
          }),
        );
      const issuances = upTo(40).map((index) =>
        issue(index, `c-${index}`, index % 10 === 0 ? "THE SAME" : `U-${index}`),
      );
      const settled = await Promise.allSettled(issuances);
      expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(37);
      for (const slot of settled) if (slot.status === "rejected") expect(String(slot.reason)).toMatch(/ID is another/);
      expect(await node(0).eventsAfter("ozora", 0, 99)).toHaveLength(37);
    });
  },
);

async function importTo(storage: Storage, person: typeof hanako): Promise<void> {
  const tokenId = tokenIdOf(`token-of-${person.customerId}`);
  const command = { ...person, algorithm: "SHA-256", digits: 8, periodSeconds: 60, key: sampleKey, tokenId } as const;
  await actOn(storage, person, (state) => importToken(state, command, context));
}

async function setIsolation(url: string, isolation: string): Promise<void> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  const database = new URL(url).pathname.slice(1);
  await owner.query(`ALTER DATABASE ${database} SET default_transaction_isolation = '${isolation}'`);
  await owner.end();
}
