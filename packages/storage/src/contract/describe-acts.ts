import type { CodeState, Customer, Decision, Subject } from "@warifu/rules";
import { mostSubjectsOfAct } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { actOn, storeOf, withHanako } from "./open-fresh.ts";
import type { OpenFresh } from "./open-fresh.ts";
import {
  decided,
  forCodes,
  hanako,
  keyOfBytes,
  sampleCustomer,
  sampleEvent,
  sampleKey,
  sampleMail,
  sampleToken,
  startMs,
  step,
  taro,
} from "./samples.ts";

export function describeActs(openFresh: OpenFresh): void {
  const store = storeOf(openFresh);

  describe("an act", () => {
    it("gives back every field as it was written", async () => {
      const storage = await store();
      const customer = sampleCustomer({
        issuancesAtMs: [startMs, startMs + 5],
        extraIssuancesAtMs: [startMs + 3],
        revokedAtMs: startMs + 9,
        profile: { name: "山田花子", nameKana: "ﾔﾏﾀﾞ ﾊﾅｺ", branchCode: "001", accountNumber: "1234567", phone: "090-1" },
      });
      const token = sampleToken({
        locale: "en",
        lastStep: step(29_000_000),
        pausedUntilMs: startMs + 3,
        lockedAtMs: startMs + 4,
        suspendedAtMs: startMs + 5,
        endedAtMs: startMs + 6,
      });
      await actOn(storage, hanako, () => decided(null, { changes: { customer, tokens: [token] } }));

      const state = await storage.look(hanako);
      expect(state.customer).toEqual(customer);
      const [stored] = state.tokens;
      expect({ ...stored, key: null, mobileEmail: null }).toEqual({ ...token, key: null, mobileEmail: null });
      expect(stored?.mobileEmail?.open()).toBe("hanakodt@oozora.co.jp");
      expect(bytesOf(stored?.key?.open())).toEqual(bytesOf(sampleKey));
    });

    it("keeps null where there is nothing", async () => {
      const storage = await store();
      const token = sampleToken({ userId: null, mobileEmail: null, registrationRecord: null, key: null });
      await actOn(storage, hanako, () =>
        decided(null, { changes: { customer: sampleCustomer({ appliedAtMs: null }), tokens: [token] } }),
      );
      const state = await storage.look(hanako);
      expect(state.tokens).toEqual([token]);
      expect(state.customer?.appliedAtMs).toBeNull();
    });

    it("is refused with more subjects than one commit should have: long work comes in pieces", async () => {
      const storage = await store();
      const subjects = (count: number) =>
        Array.from({ length: count }, (_, index) => ({ institutionId: "ozora", customerId: `c${index}` }));
      const settled = await storage.act(subjects(mostSubjectsOfAct), () => decided(null, {}));
      expect(settled).toHaveLength(mostSubjectsOfAct);
      await expect(storage.act(subjects(mostSubjectsOfAct + 1), () => decided(null, {}))).rejects.toThrow(RangeError);
    });

    it("comes with nobody for a subject nobody knows, in another institution too", async () => {
      const storage = await withHanako(await store());
      const unknown: Subject[] = [
        taro,
        { institutionId: "other", customerId: "hanako" },
        { institutionId: "ozora", userId: "0000000000000000" },
        { institutionId: "other", userId: "1234567890123ABC" },
      ];
      const slots = await storage.act(unknown, (state) => decided(state));
      const nobody = { status: "fulfilled", value: { customer: null, tokens: [] } };
      expect(slots).toEqual(unknown.map(() => nobody));
      expect(await storage.look(taro)).toEqual({ customer: null, tokens: [] });
    });

    it("by a token in use knows who the customer is, and all of one without such a token", async () => {
      const storage = await withHanako(await store());
      const waiting = sampleToken({ tokenId: "token-of-taro", userId: "TAROTAROTAROTARO", life: "issued" });
      const taros = sampleCustomer({ ...taro, use: "cancelled", appliedAtMs: 5 });
      await actOn(storage, taro, () => decided(null, { changes: { customer: taros, tokens: [waiting] } }));
      const seen = ({ customer, tokens }: CodeState) => [customer?.customerId, customer?.use, tokens.length];
      const decide = forCodes((state) => decided(seen(state)));
      const byUserId = { institutionId: "ozora", userId: "TAROTAROTAROTARO" };
      const nobody = { institutionId: "ozora", customerId: "nobody" };
      expect(await storage.act([hanako, taro, byUserId, nobody, hanako], decide)).toEqual(
        [
          ["hanako", "applied", 1],
          ["taro", "cancelled", 1],
          ["taro", "cancelled", 1],
          [undefined, undefined, 0],
          ["hanako", "applied", 1],
        ].map((value) => ({ status: "fulfilled", value })),
      );
      // Beside one that looks at everything the whole customer is there for both.
      const appliedAt = await Promise.all([
        storage.act([hanako], decide),
        actOn(storage, hanako, ({ customer }) => decided(customer?.appliedAtMs)),
      ]);
      expect(appliedAt[1]).toBe(sampleCustomer().appliedAtMs);
      // And after one that changed the token.
      const counted = forCodes(({ tokens }) =>
        decided(null, { changes: { tokens: tokens.map((token) => ({ ...token, wrongInARow: 1 })) } }),
      );
      const [, whole] = await Promise.all([
        storage.act([hanako], counted),
        actOn(storage, hanako, ({ customer, tokens }) => decided([customer?.appliedAtMs, tokens[0]?.wrongInARow])),
      ]);
      expect(whole).toEqual([sampleCustomer().appliedAtMs, 1]);
    });

    it("by a token in use changes no more of the customer than it has seen", async () => {
      const storage = await withHanako(await store());
      const [slot] = await storage.act(
        [hanako],
        forCodes(() => decided(null, { changes: { customer: sampleCustomer({ issuancesAtMs: [9] }) } })),
      );
      expect(slot).toMatchObject({ status: "rejected", reason: { name: "TypeError" } });
      expect((await storage.look(hanako)).customer).toEqual(sampleCustomer());
    });

    it("finds the customer by the user ID of any of its issuances", async () => {
      const storage = await withHanako(await store());
      await actOn(storage, hanako, () =>
        decided(null, { changes: { tokens: [sampleToken({ tokenId: "token-2", userId: "SECOND" })] } }),
      );
      for (const userId of ["1234567890123ABC", "SECOND"]) {
        const state = await actOn(storage, { institutionId: "ozora", userId }, (found) => decided(found));
        expect(state.customer?.customerId).toBe("hanako");
        expect(state.tokens.map(({ tokenId }) => tokenId)).toEqual(["token-2", "token-1"]);
      }
    });

    it("shows the newest token first, also of those issued in the same millisecond", async () => {
      const storage = await withHanako(await store());
      for (const tokenId of ["token-2", "token-3"]) {
        await actOn(storage, hanako, () =>
          decided(null, { changes: { tokens: [sampleToken({ tokenId, userId: tokenId })] } }),
        );
      }
      await actOn(storage, hanako, ({ tokens }) =>
        decided(null, { changes: { tokens: tokens.map((token) => ({ ...token, wrongInARow: 0 })) } }),
      );
      const { tokens } = await storage.look(hanako);
      expect(tokens.map(({ tokenId }) => tokenId)).toEqual(["token-3", "token-2", "token-1"]);
    });

    it("leaves what the decision does not name as it was", async () => {
      const storage = await withHanako(await store());
      const before = await storage.look(hanako);
      await actOn(storage, hanako, () => decided("nothing"));
      await actOn(storage, hanako, ({ tokens: [token] }) =>
        decided(null, { changes: token === undefined ? {} : { tokens: [{ ...token, lastStep: step(7) }] } }),
      );
      const after = await storage.look(hanako);
      expect(after.customer).toEqual(before.customer);
      const sealed = { key: null, mobileEmail: null };
      expect({ ...after.tokens[0], ...sealed }).toEqual({ ...before.tokens[0], ...sealed, lastStep: 7 });
      expect(after.tokens[0]?.mobileEmail?.open()).toBe("hanakodt@oozora.co.jp");
      expect(bytesOf(after.tokens[0]?.key?.open())).toEqual(bytesOf(sampleKey));
    });

    it("keeps its own copy of a key, so that the caller may wipe its bytes", async () => {
      const storage = await store();
      const bytes = Uint8Array.from(sampleKey);
      await actOn(storage, hanako, () =>
        decided(null, { changes: { customer: sampleCustomer(), tokens: [sampleToken({ key: keyOfBytes(bytes) })] } }),
      );
      bytes.fill(0);
      const opened = (await storage.look(hanako)).tokens[0]?.key?.open();
      expect(bytesOf(opened)).toEqual(bytesOf(sampleKey));
      opened?.fill(0);
      expect(bytesOf((await storage.look(hanako)).tokens[0]?.key?.open())).toEqual(bytesOf(sampleKey));
    });

    it("takes another token's key for this one", async () => {
      const storage = await withHanako(await store());
      await actOn(storage, hanako, ({ tokens: [old] }) =>
        decided(null, { changes: { tokens: [sampleToken({ tokenId: "new", userId: "NEW", key: old?.key ?? null })] } }),
      );
      const { tokens } = await storage.look(hanako);
      expect(tokens.map(({ key }) => bytesOf(key?.open()))).toEqual([bytesOf(sampleKey), bytesOf(sampleKey)]);
    });

    it("decides many subjects in order, the same one twice on its own result", async () => {
      const storage = await store();
      const slots = await storage.act([hanako, taro, hanako], (state, index) => {
        const seen = state.customer?.issuancesAtMs ?? [];
        const customer = sampleCustomer({ ...(index === 1 ? taro : hanako), issuancesAtMs: [...seen, index] });
        return decided(seen, { changes: { customer } });
      });
      expect(slots).toEqual([fulfilled([]), fulfilled([]), fulfilled([0])]);
      expect((await storage.look(hanako)).customer?.issuancesAtMs).toEqual([0, 2]);
    });

    it("of no subject at all is answered too", async () => {
      const storage = await store();
      expect(await storage.act([], () => decided(null))).toEqual([]);
    });

    it("writes events and mails with the change", async () => {
      const storage = await store();
      await actOn(storage, hanako, () =>
        decided(null, { changes: { customer: sampleCustomer() }, events: [sampleEvent()], mails: [sampleMail()] }),
      );
      expect(await storage.eventsOfCustomer("ozora", "hanako", 9)).toEqual([{ ...sampleEvent(), cursor: 1 }]);
      expect(await storage.claimDueMails(startMs, 9, 1)).toMatchObject([{ ...hanako, order: sampleMail() }]);
    });

    it("that throws hurts its own slot alone", async () => {
      const storage = await store();
      const slots = await storage.act([hanako, taro, hanako], (_state, index) => {
        if (index === 0) throw new RangeError("bad command");
        const customer = sampleCustomer(index === 1 ? taro : hanako);
        return decided(index, { changes: { customer }, events: [sampleEvent()], mails: [sampleMail()] });
      });
      expect(slots).toMatchObject([{ status: "rejected" }, fulfilled(1), fulfilled(2)]);
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(2);
      expect(await storage.claimDueMails(startMs, 9, 1)).toHaveLength(2);
    });

    it("whose key does not open leaves nothing behind", async () => {
      const storage = await store();
      const broken = {
        open: () => {
          throw new Error("no key");
        },
      };
      const act = actOn(storage, hanako, () =>
        decided(null, {
          changes: { customer: sampleCustomer(), tokens: [sampleToken({ key: broken })] },
          events: [sampleEvent()],
          mails: [sampleMail()],
        }),
      );
      await expect(act).rejects.toThrow("no key");
      await expectNothingOf(storage);
    });

    it("that cannot be written undoes nothing of the others, not even of a customer who changes twice", async () => {
      const storage = await withHanako(await store());
      const jiro = { institutionId: "ozora", customerId: "jiro" };
      const slots = await storage.act([taro, jiro, taro], ({ customer, tokens: [token] }, index) => {
        const person = index === 1 ? jiro : taro;
        const issuancesAtMs = [...(customer?.issuancesAtMs ?? []), index];
        // The user ID of the second is Hanako's.
        const fresh = index === 1 ? sampleToken({ tokenId: "his" }) : sampleToken({ tokenId: "own", userId: "OWN" });
        const tokens = [token === undefined ? fresh : { ...token, wrongInARow: 9 }];
        const changes = { customer: sampleCustomer({ ...person, issuancesAtMs }), tokens };
        return decided(index, { changes, events: [sampleEvent({ ...person, tokenId: null })] });
      });
      expect(slots).toMatchObject([fulfilled(0), { status: "rejected" }, fulfilled(2)]);
      const { customer, tokens } = await storage.look(taro);
      expect(customer?.issuancesAtMs).toEqual([0, 2]);
      expect(tokens.map(({ wrongInARow }) => wrongInARow)).toEqual([9]);
      expect(await storage.look(jiro)).toEqual({ customer: null, tokens: [] });
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(2);
    });

    it("may not give a token an ID that another customer's token has", async () => {
      const storage = await withHanako(await store());
      const customer = sampleCustomer(taro);
      for (const ids of [{ userId: "OTHER" }, { tokenId: "other" }]) {
        const act = actOn(storage, taro, () => decided(null, { changes: { customer, tokens: [sampleToken(ids)] } }));
        await expect(act).rejects.toThrow(/\bID\b|UNIQUE/);
      }
      expect(await storage.look(taro)).toEqual({ customer: null, tokens: [] });
      const elsewhere = { institutionId: "other", customerId: "taro" };
      await actOn(storage, elsewhere, () =>
        decided(null, { changes: { customer: sampleCustomer(elsewhere), tokens: [sampleToken()] } }),
      );
      expect((await storage.look(elsewhere)).tokens).toHaveLength(1);
    });
  });

  describe("a user ID", () => {
    it("is never given twice, not even to one customer: it names one issuance", async () => {
      const storage = await withHanako(await store());
      const act = actOn(storage, hanako, () =>
        decided(null, { changes: { tokens: [sampleToken({ tokenId: "new" })] } }),
      );
      await expect(act).rejects.toThrow(/\bID\b|UNIQUE/);
      expect((await storage.look(hanako)).tokens.map(({ tokenId }) => tokenId)).toEqual(["token-1"]);
    });
  });

  describe("a decision that breaks a promise is not written", () => {
    type Written = Partial<Decision<unknown>>;
    const broken: Record<string, (customer: Customer) => Written> = {
      "lets lastStep go back": () => ({ changes: { tokens: [sampleToken({ lastStep: step(4) })] } }),
      "brings a revoked token back": () => ({
        changes: { tokens: [sampleToken({ tokenId: "gone", userId: "GONE" })] },
      }),
      "brings an ended token back": () => ({ changes: { tokens: [sampleToken({ tokenId: "late", userId: "LATE" })] } }),
      "gives a token another user ID": () => ({
        changes: { tokens: [sampleToken({ userId: "ANOTHER", lastStep: step(5) })] },
      }),
      "changes another customer": (customer) => ({ changes: { customer: { ...customer, ...taro } } }),
      "records an event of another institution": () => ({ events: [sampleEvent({ institutionId: "other" })] }),
    };

    it.each(Object.entries(broken))("%s", async (says, written) => {
      const storage = await store();
      const tokens = [
        sampleToken({ lastStep: step(5) }),
        sampleToken({ tokenId: "gone", userId: "GONE", life: "revoked" }),
        sampleToken({ tokenId: "late", userId: "LATE", life: "expired" }),
      ];
      await actOn(storage, hanako, () => decided(null, { changes: { customer: sampleCustomer(), tokens } }));
      const before = await storage.look(hanako);

      const act = actOn(storage, hanako, () =>
        decided(null, { events: [sampleEvent()], mails: [sampleMail()], ...written(sampleCustomer()) }),
      );
      await expect(act).rejects.toThrow(says);
      expect(withoutKeys(await storage.look(hanako))).toEqual(withoutKeys(before));
      expect(await storage.eventsAfter("ozora", 0, 9)).toEqual([]);
      expect(await storage.claimDueMails(startMs, 9, 1)).toEqual([]);
    });

    it("gives a token or a mail to nobody", async () => {
      const storage = await store();
      const nobody = { institutionId: "ozora", userId: "0000000000000000" };
      const token = actOn(storage, taro, () => decided(null, { changes: { tokens: [sampleToken()] } }));
      await expect(token).rejects.toThrow("gives a token to nobody");
      const mail = actOn(storage, nobody, () => decided(null, { mails: [sampleMail()] }));
      await expect(mail).rejects.toThrow("sends a mail to nobody");
      const customer = actOn(storage, nobody, () => decided(null, { changes: { customer: sampleCustomer() } }));
      await expect(customer).rejects.toThrow("changes another customer");
      await expectNothingOf(storage);
    });

    it("but an expired token may be revoked, and what nobody knows may still be put on record", async () => {
      const storage = await store();
      const token = sampleToken({ life: "expired" });
      await actOn(storage, hanako, () => decided(null, { changes: { customer: sampleCustomer(), tokens: [token] } }));
      await actOn(storage, hanako, () => decided(null, { changes: { tokens: [{ ...token, life: "revoked" }] } }));
      expect((await storage.look(hanako)).tokens[0]?.life).toBe("revoked");
      const nobody = { institutionId: "ozora", userId: "0000000000000000" };
      await actOn(storage, nobody, () =>
        decided(null, { events: [sampleEvent({ type: "activation.refused", customerId: null, tokenId: null })] }),
      );
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(1);
    });
  });

  describe("the fence", () => {
    const raised = sampleEvent({ type: "fence.raised", institutionId: null, customerId: null, tokenId: null });

    it("is told to every decision, begins at -1, and never goes back", async () => {
      const storage = await store();
      const fence = () => actOn(storage, hanako, (_state, context) => decided(context.fenceMs));
      expect(await fence()).toBe(0);
      expect(await storage.raiseFence(step(10), raised)).toBe(10);
      expect(await storage.raiseFence(step(9), raised)).toBe(10);
      expect(await fence()).toBe(10);
    });

    it("is on record", async () => {
      const storage = await store();
      await storage.raiseFence(step(10), raised);
      expect(await storage.eventsAfter("", 0, 9)).toEqual([{ ...raised, cursor: 1 }]);
    });
  });

  async function expectNothingOf(storage: Awaited<ReturnType<typeof store>>): Promise<void> {
    expect(await storage.look(hanako)).toEqual({ customer: null, tokens: [] });
    expect(await storage.eventsAfter("ozora", 0, 9)).toEqual([]);
    expect(await storage.claimDueMails(startMs, 9, 1)).toEqual([]);
  }
}

function fulfilled(value: unknown): PromiseSettledResult<unknown> {
  return { status: "fulfilled", value };
}

function bytesOf(bytes: Uint8Array | undefined): number[] {
  return [...(bytes ?? [])];
}

function withoutKeys({ customer, tokens }: { customer: unknown; tokens: readonly object[] }) {
  return { customer, tokens: tokens.map((token) => ({ ...token, key: null })) };
}
