import { presence } from "@warifu/otp";
import * as rules from "@warifu/rules";
import type { Context, CustomerState, Decision, Performed, Policy, Result, Storage } from "@warifu/rules";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryStorage } from "../memory/open-storage.ts";
import type { OpenFresh } from "./open-fresh.ts";
import { hanako, startMs, taro, tokenIdOf } from "./samples.ts";
import { codeAt } from "./totp.ts";

/** Small limits, so that short walks reach every stop. */
const policy: Policy = {
  ...rules.defaultPolicy,
  activationTriesPerIssuance: 2,
  wrongCodesUntilPause: 2,
  pausesUntilLock: 2,
  issuancesPerDay: 2,
  extraIssuancesPerDay: 4,
  mailResendsPerIssuance: 1,
};
const minute = 60_000;
const people = [hanako, taro, { institutionId: "ozora", customerId: "jiro" }];
type Person = typeof hanako;

/** What somebody does next. Numbers pick among what is there, so that every walk can be cut short when it fails. */
interface Move {
  readonly what: string;
  readonly who: number;
  readonly pick: number;
}
type Act = (state: CustomerState, context: Context) => Decision<Result<unknown>>;

/** The same acts over two stores, which never see each other. */
class TwoStores {
  readonly stores: readonly [Storage, Storage];
  nowMs = startMs;
  made = 0;
  readonly keys = new Map<string, Uint8Array>();
  readonly history: Performed[] = [];
  /** What each store answered, call by call. */
  readonly answers: readonly [unknown[], unknown[]] = [[], []];

  constructor(model: Storage, tried: Storage) {
    this.stores = [model, tried];
  }

  async act(what: string, subjects: readonly Person[], act: Act): Promise<void> {
    const [model, tried] = await Promise.all(
      this.stores.map((store, which) =>
        store.act(subjects, (state, index, { fenceMs }) => {
          // What is handed to a decision is good while it decides: whoever keeps it copies it.
          const before = { ...state, customer: state.customer && { ...state.customer } };
          const actor = { kind: "customer", id: null, channel: "gate" } as const;
          const context: Context = { nowMs: this.nowMs, policy, actor, fenceMs };
          if (what === "verify" && index === 2) throw new RangeError("this slot alone");
          const decision = act(before, context);
          const after = rules.stateAfter(before, decision.changes);
          if (which === 1) this.history.push({ act: what, context, before, decision, after, secrets: [] });
          return decision;
        }),
      ),
    );
    this.answers[0].push(model);
    this.answers[1].push(tried);
  }

  /** Any token of the person there ever was, or none. */
  async token(person: Person, pick: number) {
    const { tokens } = await this.stores[0].look(person);
    return tokens[pick % (tokens.length + 1)];
  }

  name(prefix: string): string {
    this.made += 1;
    return `${prefix}-${this.made}`;
  }
}

const moves: Readonly<Record<string, (world: TwoStores, person: Person, pick: number) => Promise<void>>> = {
  apply: (world, person, pick) => {
    const profile = { ...rules.noProfile, nameKana: `ヤマダ ${pick}` };
    const command = { ...person, profile, afterRevocation: pick % 2 === 0 };
    return world.act("apply", [person], (state, context) => rules.apply(state, command, context));
  },
  issue: (world, person, pick) => {
    const tokenId = tokenIdOf(world.name("token"));
    const command = {
      tokenId,
      userId: `user of ${tokenId}`,
      mobileEmail: "hanakodt@oozora.co.jp",
      registrationRecord: `record of ${tokenId}`,
      locale: "ja",
      replaceInUse: pick % 2 === 0,
    } as const;
    return world.act("issue", [person], (state, context) => rules.issue(state, command, context));
  },
  allowIssuance: (world, person) =>
    world.act("allowIssuance", [person], (state, context) => rules.allowIssuance(state, { reason: "desk" }, context)),
  resend: (world, person) =>
    world.act("resendMail", [person], (state, context) => rules.resendMail(state, { locale: "en" }, context)),
  start: async (world, person, pick) => {
    const userId = (await world.token(person, pick))?.userId ?? "nobody's";
    await world.act("startActivation", [person], (state, context) => rules.startActivation(state, { userId }, context));
  },
  finish: async (world, person, pick) => {
    const token = await world.token(person, pick);
    if (token === undefined) return;
    const { tokenId } = token;
    const key = Uint8Array.from({ length: 32 }, (_, index) => (index + pick) % 256);
    const command = { tokenId, registrationRecord: `record of ${tokenId}`, key };
    await world.act("finishActivation", [person], (state, context) => rules.finishActivation(state, command, context));
    if (world.history.at(-1)?.decision.outcome.ok === true) world.keys.set(tokenId, key);
  },
  receipt: async (world, person, pick) => {
    const userId = (await world.token(person, pick))?.userId ?? "nobody's";
    const proves = () => pick % 5 !== 4;
    await world.act("receipt", [person], (state, context) => rules.receipt(state, { userId, proves }, context));
  },
  confirm: async (world, person, pick) => {
    const key = world.keys.get((await world.token(person, 0))?.tokenId ?? "");
    const otp = pick % 4 === 3 ? "00000000" : codeAt(world.nowMs, key);
    await world.act("confirm", [person], (state, context) => rules.confirm(state, { codeFor: presence, otp }, context));
  },
  /** One code for many in one call, one of them twice, one slot failing. */
  verify: async (world, person, pick) => {
    const key = world.keys.get((await world.token(person, pick % 2))?.tokenId ?? "");
    const otp = pick % 4 === 3 ? "00000000" : codeAt(world.nowMs, key);
    const command = { codeFor: presence, otp, purpose: "login", reference: null } as const;
    const subjects = pick % 3 === 0 ? [person, person, ...people] : [person];
    await world.act("verify", subjects, (state, context) => rules.verify(state, command, context));
  },
  import: (world, person, pick) => {
    const tokenId = tokenIdOf(world.name("imported"));
    const key = Uint8Array.from({ length: 20 }, (_, index) => (index * 3 + pick) % 256);
    world.keys.set(tokenId, key);
    const command = { ...person, tokenId, key, algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;
    return world.act("importToken", [person], (state, context) => rules.importToken(state, command, context));
  },
  stop: (world, person, pick) => {
    const acts = [rules.suspend, rules.resume, rules.unlock, rules.resume, rules.revoke];
    const act = acts[pick % acts.length] ?? rules.unlock;
    const command = { tokenId: null, reason: "desk" };
    return world.act(act.name, [person], (state, context) => act(state, command, context));
  },
  cancel: (world, person, pick) => {
    if (pick % 4 !== 0) return Promise.resolve();
    return world.act("cancel", [person], (state, context) => rules.cancel(state, { reason: "wish" }, context));
  },
  expire: (world, person) => world.act("expire", [person], (state, context) => rules.expire(state, {}, context)),
  wait: async (world, _person, pick) => {
    const times = [1000, minute, minute, 2 * minute, 31 * minute, 25 * 60 * minute, -minute];
    world.nowMs += times[pick % times.length] ?? 0;
  },
  fence: async (world, _person, pick) => {
    if (pick % 7 !== 0) return;
    const actor = { kind: "operator", id: null, channel: "command" } as const;
    const event = { type: "fence.raised", atMs: world.nowMs, actor, institutionId: null, customerId: null } as const;
    const fenceMs = world.nowMs - (pick % 3) * minute;
    const [model, tried] = await Promise.all(
      world.stores.map((store) => store.raiseFence(fenceMs, { ...event, tokenId: null, detail: { fenceMs } })),
    );
    world.answers[0].push(model);
    world.answers[1].push(tried);
  },
  /** The three messages of 手順3 and the code of 手順5, so that deep places are reached often. */
  setUp: async (world, person, pick) => {
    await moves["allowIssuance"]?.(world, person, pick);
    await moves["issue"]?.(world, person, pick);
    for (const what of ["start", "finish", "receipt", "confirm"]) await moves[what]?.(world, person, 0);
  },
};

const often = ["apply", "setUp", "setUp", "verify", "verify", "verify", "stop", "wait"];
const move: fc.Arbitrary<Move> = fc.record({
  what: fc.constantFrom(...Object.keys(moves), ...often),
  who: fc.nat({ max: people.length - 1 }),
  pick: fc.nat({ max: 999 }),
});
const walk = fc.array(move, { minLength: 10, maxLength: 30, size: "max" });

/** Everything a store shows, without the IDs it makes itself. */
async function shown(store: Storage, nowMs: number): Promise<unknown> {
  const states = await Promise.all(people.map((person) => store.look(person)));
  const tokens = states.flatMap((state) => state.tokens);
  const mails = await Promise.all(tokens.map(({ tokenId }) => store.mailsOfToken(tokenId)));
  const events = [await store.eventsAfter("ozora", 0, 1000), await store.eventsAfter("", 0, 1000)];
  return {
    states: states.map(({ customer, tokens: own }) => ({
      customer,
      tokens: own.map(({ key: _key, mobileEmail, ...token }) => ({ ...token, mobileEmail: mobileEmail?.open() })),
    })),
    keys: tokens.map(({ key }) => (key === null ? null : Buffer.from(key.open()).toString("hex"))),
    mails: mails.flat().map(({ mailId: _mailId, ...mail }) => mail),
    due: (await store.claimDueMails(nowMs, 1000, 1)).length,
    events,
    bytes: events.flat().map((event) => Buffer.from(rules.eventBytes(event)).toString("hex")),
    ofHanako: await store.eventsOfCustomer("ozora", "hanako", 5),
    found: await store.findCustomers("ozora", { nameKana: "やまだ" }, 9),
  };
}

/** The memory store is the model: any walk through the acts gives the same outcomes and ends in the same place. */
export function describeSameAsMemory(name: string, openFresh: OpenFresh): void {
  const walked = async (way: readonly Move[]) => {
    let world: TwoStores | undefined;
    const nowMs = () => world?.nowMs ?? startMs;
    const stores = [memoryStorage({ nowMs }), await openFresh(nowMs)] as const;
    world = new TwoStores(...stores);
    try {
      for (const person of [hanako, taro]) await moves["apply"]?.(world, person, 1);
      for (const { what, who, pick } of way) await moves[what]?.(world, people[who] ?? hanako, pick);
      const [model, tried] = await Promise.all(stores.map((store) => shown(store, nowMs())));
      return { answers: world.answers, ends: [model, tried], history: world.history };
    } finally {
      await Promise.all(stores.map((store) => store.close()));
    }
  };

  describe(`${name}, held against the memory store`, () => {
    it("gives the same outcomes and ends in the same place after any walk through the acts, and keeps I1–I9", async () => {
      const check = fc.asyncProperty(walk, async (way) => {
        const { answers, ends, history } = await walked(way);
        expect(answers[1]).toEqual(answers[0]);
        expect(ends[1]).toEqual(ends[0]);
        expect(rules.checkInvariants(history)).toEqual([]);
      });
      await fc.assert(check, { numRuns: 15 });
    });

    it("is held by walks that come far: codes are accepted, refused, tokens stopped and ended", async () => {
      const types = new Set<string>();
      for (const way of fc.sample(walk, { seed: 3, numRuns: 15 })) {
        for (const { decision } of (await walked(way)).history) for (const { type } of decision.events) types.add(type);
      }
      const far = [
        "token.confirmed",
        "code.accepted",
        "code.refused",
        "token.revoked",
        "token.imported",
        "token.suspended",
      ];
      expect(far.filter((type) => !types.has(type))).toEqual([]);
    });
  });
}
