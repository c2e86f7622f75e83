import { presence } from "@warifu/otp";
import {
  apply,
  cancel,
  checkInvariants,
  confirm,
  defaultPolicy,
  finishActivation,
  importToken,
  issue,
  noProfile,
  receipt,
  revoke,
  startActivation,
  stateAfter,
  verify,
} from "@warifu/rules";
import type { Context, CustomerState, Decision, Performed, Result, Storage, Subject } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { actOn, storeOf, withHanako } from "./open-fresh.ts";
import type { OpenFresh } from "./open-fresh.ts";
import { decided, hanako, sampleEvent, sampleKey, startMs, step, taro, tokenIdOf } from "./samples.ts";
import { codeAt } from "./totp.ts";

const context: Context = {
  nowMs: startMs,
  policy: defaultPolicy,
  actor: { kind: "institution", id: "ozora-bank", channel: "api" },
  fenceMs: 0,
};
const imported = { algorithm: "SHA-256", digits: 8, periodSeconds: 60, key: sampleKey } as const;
const issuance = {
  tokenId: tokenIdOf("token-1"),
  userId: "1234567890123ABC",
  mobileEmail: "hanakodt@oozora.co.jp",
  registrationRecord: "registration-record",
  locale: "ja",
} as const;
const fifty = Array.from({ length: 50 }, (_, index) => index);

export function describeRaces(openFresh: OpenFresh): void {
  const store = storeOf(openFresh);

  describe("a race", () => {
    it("of fifty acts about one customer: each sees the whole result of those before", async () => {
      const storage = await withHanako(await store());
      const outcomes = await Promise.all(
        fifty.map(() =>
          actOn(storage, hanako, ({ tokens: [token] }) => {
            const wrongInARow = (token?.wrongInARow ?? 0) + 1;
            const changes = token === undefined ? {} : { tokens: [{ ...token, wrongInARow }] };
            return decided(wrongInARow, { changes, events: [sampleEvent({ detail: { wrongInARow } })] });
          }),
        ),
      );
      expect(outcomes).toEqual(fifty.map((index) => index + 2));
      const events = await storage.eventsAfter("ozora", 0, 100);
      expect(events.map(({ cursor, detail }) => [cursor, detail["wrongInARow"]])).toEqual(
        fifty.map((index) => [index + 1, index + 2]),
      );
    });

    it("of acts of several subjects in opposite orders ends, with nothing lost", async () => {
      const storage = await store();
      await importTo(storage, hanako);
      await importTo(storage, taro);
      const calls = fifty.map((index) =>
        storage.act(index % 2 === 0 ? [hanako, taro] : [taro, hanako], ({ tokens: [token] }) =>
          decided(null, {
            changes: token === undefined ? {} : { tokens: [{ ...token, replaysInARow: token.replaysInARow + 1 }] },
          }),
        ),
      );
      await Promise.all(calls);
      const states = await Promise.all([storage.look(hanako), storage.look(taro)]);
      expect(states.map(({ tokens: [token] }) => token?.replaysInARow)).toEqual([50, 50]);
    });

    it("of one code given fifty times at once: accepted once (I1)", async () => {
      const storage = await store();
      await importTo(storage, hanako);
      const history = recorder();
      const command = { codeFor: presence, otp: codeAt(startMs), purpose: "login", reference: null } as const;
      const answers = await Promise.all(
        fifty.map(() =>
          actOn(
            storage,
            hanako,
            history.of("verify", (state) => verify(state, command, context)),
          ),
        ),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(checkInvariants(history.performed)).toEqual([]);
      expect((await storage.look(hanako)).tokens[0]?.lastStep).toBe(Math.floor(startMs / 60_000));
    });

    it("of fifty wrong codes at once: no more are compared than the limit (I3), each is counted (I4)", async () => {
      const storage = await store();
      await importTo(storage, hanako);
      const history = recorder();
      const command = { codeFor: presence, otp: wrongCode(), purpose: "login", reference: null } as const;
      const answers = await Promise.all(
        fifty.map(() =>
          actOn(
            storage,
            hanako,
            history.of("verify", (state) => verify(state, command, context)),
          ),
        ),
      );
      const codes = answers.map((answer) => (answer.ok ? "accepted" : answer.refusal.code));
      expect(codes.filter((code) => code === "mismatch").length).toBeLessThanOrEqual(
        defaultPolicy.wrongCodesUntilPause,
      );
      expect(codes.at(-1)).toBe("paused");
      expect(checkInvariants(history.performed)).toEqual([]);
      expect((await storage.look(hanako)).tokens[0]?.wrongSinceConfirm).toBe(defaultPolicy.wrongCodesUntilPause);
    });

    it("of two issuances at once: one stays, the other is ended by it", async () => {
      const storage = await store();
      await actOn(storage, hanako, (state) => apply(state, { ...hanako, profile: noProfile }, context));
      const second = { ...issuance, tokenId: tokenIdOf("token-2"), userId: "9876543210987XYZ" };
      const answers = await Promise.all(
        [issuance, second].map((command) => actOn(storage, hanako, (state) => issue(state, command, context))),
      );
      expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
      const { tokens, customer } = await storage.look(hanako);
      expect(tokens.map(({ tokenId, life }) => [tokenId, life])).toEqual([
        ["token-2", "issued"],
        ["token-1", "revoked"],
      ]);
      expect(customer?.issuancesAtMs).toHaveLength(2);
    });

    it("of ten starts of one initial set-up: five are answered", async () => {
      const storage = await store();
      await actOn(storage, hanako, (state) => apply(state, { ...hanako, profile: noProfile }, context));
      await actOn(storage, hanako, (state) => issue(state, issuance, context));
      const { userId } = issuance;
      const starts = await Promise.all(
        fifty
          .slice(0, 10)
          .map(() =>
            actOn(storage, { institutionId: "ozora", userId }, (state) => startActivation(state, { userId }, context)),
          ),
      );
      expect(starts.filter(({ ok }) => ok)).toHaveLength(5);
    });

    it("of fifty changes of one record, which nobody had made: none is lost", async () => {
      const storage = await store();
      const end = startMs + 60_000;
      const oneMore = (before: unknown) => ({ payload: Number(before ?? 0) + 1, expiresAtMs: end });
      const made = await Promise.all(fifty.map(() => storage.change("session", "id", startMs, oneMore)));
      expect(made.map(Number).toSorted((a, b) => a - b)).toEqual(fifty.map((index) => index + 1));
      expect(await storage.get("session", "id", startMs)).toBe(50);
    });

    it("of a record's change and its removal: what was removed is gone, whoever was first", async () => {
      const storage = await store();
      const end = startMs + 60_000;
      const touch = (before: unknown) => (before === undefined ? null : { payload: "touched", expiresAtMs: end });
      const ids = fifty.map((index) => `session-${index}`);
      await Promise.all(ids.map((id) => storage.put("session", id, "fresh", end, ["staff"])));
      const remove = (id: string, index: number): Promise<unknown> =>
        index % 2 === 0 ? storage.remove("session", id) : storage.take("session", id, startMs);
      await Promise.all(
        ids.flatMap((id, index) => [
          storage.change("session", id, startMs, touch),
          remove(id, index),
          storage.change("session", id, startMs, touch),
        ]),
      );
      const left = await Promise.all(ids.map((id) => storage.get("session", id, startMs)));
      expect(left.filter((payload) => payload !== undefined)).toEqual([]);
      expect(await storage.inGroup("session", "staff", startMs)).toEqual([]);
    });

    it("of a record's change and its group's removal: it does not come back", async () => {
      const storage = await store();
      const end = startMs + 60_000;
      const touch = (before: unknown) =>
        before === undefined ? null : { payload: "touched", expiresAtMs: end, groups: ["staff"] };
      const ids = fifty.map((index) => `session-${index}`);
      await Promise.all(ids.map((id) => storage.put("session", id, "fresh", end, ["staff"])));
      await Promise.all([
        ...ids.slice(0, 25).map((id) => storage.change("session", id, startMs, touch)),
        storage.removeGroup("staff"),
        ...ids.slice(25).map((id) => storage.change("session", id, startMs, touch)),
      ]);
      expect(await storage.inGroup("session", "staff", startMs)).toEqual([]);
    });

    it("of a code and a revocation: what comes after the revocation is refused (I7)", async () => {
      const storage = await store();
      await importTo(storage, hanako);
      const command = { codeFor: presence, otp: codeAt(startMs), purpose: "login", reference: null } as const;
      const [, answer] = await Promise.all([
        actOn(storage, hanako, (state) => revoke(state, { tokenId: null, reason: "lost" }, context)),
        actOn(storage, hanako, (state) => verify(state, command, context)),
      ]);
      expect(answer.ok).toBe(false);
    });
  });

  describe("the five steps, by the real acts", () => {
    it("lead from the application to a code that counts, once, and end with the cancellation", async () => {
      const storage = await store();
      const history = recorder();
      const byUserId = { institutionId: "ozora", userId: issuance.userId };
      const { userId, tokenId, registrationRecord } = issuance;
      const perform = (subject: Subject, act: string, decide: (state: CustomerState) => Decision<Result<unknown>>) =>
        actOn(storage, subject, history.of(act, decide));

      await perform(hanako, "apply", (state) => apply(state, { ...hanako, profile: noProfile }, context));
      await perform(hanako, "issue", (state) => issue(state, issuance, context));
      await perform(byUserId, "startActivation", (state) => startActivation(state, { userId }, context));
      const finish = { tokenId, registrationRecord, key: sampleKey };
      await perform(byUserId, "finishActivation", (state) => finishActivation(state, finish, context));
      const proves = (key: Uint8Array) => Buffer.from(key).equals(sampleKey);
      await perform(byUserId, "receipt", (state) => receipt(state, { userId, proves }, context));
      const otp = codeAt(startMs);
      const early = await perform(hanako, "verify", (state) =>
        verify(state, { codeFor: presence, otp, purpose: "login", reference: null }, context),
      );
      await perform(hanako, "confirm", (state) => confirm(state, { codeFor: presence, otp }, context));
      const replay = await perform(hanako, "verify", (state) =>
        verify(state, { codeFor: presence, otp, purpose: "login", reference: null }, context),
      );
      const next = await perform(hanako, "verify", (state) =>
        verify(state, { codeFor: presence, otp: codeAt(startMs + 60_000), purpose: "login", reference: null }, context),
      );
      await perform(hanako, "cancel", (state) => cancel(state, { reason: "asked at the desk" }, context));

      expect([early, replay, next]).toMatchObject([
        { ok: false, refusal: { code: "notInUse" } },
        { ok: false, refusal: { code: "used" } },
        { ok: true },
      ]);
      expect(history.performed.slice(0, 5).map(({ decision }) => decision.outcome.ok)).toEqual(
        [1, 1, 1, 1, 1].map(Boolean),
      );
      expect(checkInvariants(history.performed)).toEqual([]);
      const kinds = (await storage.eventsAfter("ozora", 0, 99)).map(({ type }) => type);
      expect(kinds).toEqual(history.performed.flatMap(({ decision }) => decision.events.map(({ type }) => type)));
      const mails = await storage.mailsOfToken(tokenId);
      expect(mails.map(({ order }) => order.kind)).toEqual(["tokenInUse", "tokenIssued"]);
    });

    it("show whoever looks meanwhile the whole of an act or nothing of it", async () => {
      const storage = await withHanako(await store());
      const writing = (async () => {
        for (let count = 2; count <= 150; count += 1) {
          await actOn(storage, hanako, ({ customer, tokens: [token] }) => {
            if (customer === null || token === undefined) throw new TypeError("nobody is there");
            const changed = {
              customer: { ...customer, issuancesAtMs: [count] },
              tokens: [{ ...token, mailResends: count }],
            };
            return decided(null, { changes: changed });
          });
        }
      })();
      const seen: (readonly [number | undefined, number | undefined])[] = [];
      const looking = Array.from({ length: 4 }, async () => {
        for (let looks = 0; looks < 100; looks += 1) {
          const { customer, tokens } = await storage.look(hanako);
          seen.push([customer?.issuancesAtMs[0], tokens[0]?.mailResends]);
          await new Promise(setImmediate);
        }
      });
      await Promise.all([writing, ...looking]);
      const whole = seen.filter(([, resends]) => resends !== undefined && resends > 1);
      expect(whole.filter(([issuances, resends]) => issuances !== resends)).toEqual([]);
    });
  });
}

async function importTo(storage: Storage, key: typeof hanako): Promise<void> {
  const command = { ...key, ...imported, tokenId: tokenIdOf(`token-of-${key.customerId}`) };
  await actOn(storage, key, (state) => importToken(state, command, context));
}

/** Notes what is decided, in order of commits, for the checker of the invariants. */
function recorder() {
  const performed: Performed[] = [];
  return {
    performed,
    of:
      <Value>(act: string, decide: (state: CustomerState) => Decision<Result<Value>>) =>
      (before: CustomerState): Decision<Result<Value>> => {
        const decision = decide(before);
        const after = stateAfter(before, decision.changes);
        performed.push({ act, context, before, decision, after, secrets: [Buffer.from(sampleKey).toString("hex")] });
        return decision;
      },
  };
}

/** A code that belongs to no step near now. */
function wrongCode(): string {
  const right = new Set(Array.from({ length: 241 }, (_, index) => codeAt(startMs + (index - 120) * 60_000)));
  return ["00000000", "00000001", "00000002"].find((code) => !right.has(code) && code !== String(step(0))) ?? "";
}
