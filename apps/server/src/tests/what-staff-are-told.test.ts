import { presence } from "@warifu/otp";
import {
  apply,
  cancel,
  finishActivation,
  importToken,
  issuancesLeft,
  issue,
  noProfile,
  receipt,
  revoke,
  startActivation,
  suspend,
  verify,
} from "@warifu/rules";
import type { Context, CustomerState, Decision, TokenId } from "@warifu/rules";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operator } from "../commands/operator.ts";
import { screenOfSight, whatCustomerSees } from "../faces/console/customer-state/what-customer-sees.ts";
import { dueScreen } from "../faces/gate/visit/due-screen.ts";
import type { DueScreen } from "../faces/gate/visit/due-screen.ts";
import { freshNotes } from "../faces/gate/visit/notes.ts";
import type { GateScreen } from "../gate-titles.ts";
import { makeTestService } from "./test-service.ts";
import type { TestService } from "./test-service.ts";

// No face imports another: what the console says of the gate's screens is held to the gate's own choice here.

let test: TestService;
beforeAll(async () => {
  test = await makeTestService();
});
afterAll(() => test.service.close());

const key = new Uint8Array(32).fill(9);
const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;
const minuteMs = 60_000;

type Act = (state: CustomerState, context: Context) => Decision<unknown>;

/** One customer's way through the acts of the rules; a number is a time that passes. */
class Somebody {
  readonly customerId: string;
  #issued = 0;

  constructor(customerId: string) {
    this.customerId = customerId;
  }

  async act(act: Act): Promise<this> {
    const { institution, service } = test;
    const subject = { institutionId: institution.institutionId, customerId: this.customerId };
    await service.perform(institution, subject, operator, act);
    return this;
  }

  pass(ms: number): this {
    test.clock.nowMs += ms;
    return this;
  }

  applies(): Promise<this> {
    const { institutionId } = test.institution;
    return this.act((state, context) =>
      apply(state, { institutionId, customerId: this.customerId, profile: noProfile }, context),
    );
  }

  issues(): Promise<this> {
    this.#issued += 1;
    const tokenId = `${this.customerId}-${this.#issued}` as TokenId;
    const command = {
      tokenId,
      userId: this.userId,
      mobileEmail: "a@example.jp",
      registrationRecord: "r",
      locale: "ja",
    };
    return this.act((state, context) => issue(state, command as Parameters<typeof issue>[1], context));
  }

  get userId(): string {
    return `user ${this.customerId} ${this.#issued}`;
  }

  triesSetUp(): Promise<this> {
    return this.act((state, context) => startActivation(state, { userId: this.userId }, context));
  }

  async setsUp(): Promise<this> {
    const [token] = (await this.state()).tokens;
    const { tokenId, registrationRecord } = token ?? { tokenId: "" as TokenId, registrationRecord: "" };
    const finished = { tokenId, registrationRecord: registrationRecord ?? "", key };
    await this.act((state, context) => finishActivation(state, finished, context));
    return this.act((state, context) => receipt(state, { userId: this.userId, proves: () => true }, context));
  }

  takesOver(): Promise<this> {
    const { institutionId } = test.institution;
    const tokenId = `token-${this.customerId}` as TokenId;
    const command = { institutionId, customerId: this.customerId, tokenId, key, ...parameters };
    return this.act((state, context) => importToken(state, command, context));
  }

  async mistypes(times: number): Promise<this> {
    for (let count = 0; count < times; count += 1) {
      if (count > 0 && count % 5 === 0) this.pass(31 * minuteMs);
      await this.act((state, context) =>
        verify(state, { codeFor: presence, otp: "00000000", purpose: "login", reference: null }, context),
      );
    }
    return this;
  }

  state(): Promise<CustomerState> {
    return test.service.storage.look({
      institutionId: test.institution.institutionId,
      customerId: this.customerId,
    });
  }
}

const end = { tokenId: null, reason: "customerRequest" } as const;
const fill = async (somebody: Somebody) => {
  const { issuancesPerDay } = test.institution.policy;
  for (let count = 0; count < issuancesPerDay; count += 1) await somebody.issues();
  return somebody;
};

/** How somebody comes to stand where they stand. */
const standings: Readonly<Record<string, (somebody: Somebody) => Promise<Somebody>>> = {
  "nobody has heard of": async (one) => one,
  "has applied": (one) => one.applies(),
  "has a token to set up": async (one) => (await one.applies()).issues(),
  "has set up a token": async (one) => (await (await one.applies()).issues()).setsUp(),
  "let a token run out": async (one) => (await (await one.applies()).issues()).pass(25 * 60 * minuteMs),
  "used up every try of the set-up": async (one) => {
    await (await one.applies()).issues();
    for (let tries = 0; tries < test.institution.policy.activationTriesPerIssuance; tries += 1) await one.triesSetUp();
    return one;
  },
  "may issue no more today": async (one) => (await fill(await one.applies())).act((s, c) => revoke(s, end, c)),
  "may issue no more today, and has one to set up": async (one) => fill(await one.applies()),
  "may issue no more today, and has set one up": async (one) => (await fill(await one.applies())).setsUp(),
  "has a token in use": (one) => one.takesOver(),
  "mistyped five times": async (one) => (await one.takesOver()).mistypes(5),
  "mistyped until the lock": async (one) => (await one.takesOver()).mistypes(15),
  "was suspended": async (one) => (await one.takesOver()).act((s, c) => suspend(s, end, c)),
  "had a token in use revoked": async (one) => (await one.takesOver()).act((s, c) => revoke(s, end, c)),
  "had a token on its way revoked": async (one) =>
    (await (await one.applies()).issues()).act((s, c) => revoke(s, end, c)),
  "has cancelled": async (one) => (await one.takesOver()).act((s, c) => cancel(s, { reason: "accountClosed" }, c)),
};

const screenOf: Partial<Record<DueScreen["kind"], GateScreen | null>> = {
  return: null,
  issue: "issue",
  tooManyIssuances: "tooManyIssuances",
  expired: "expired",
  prompt: "prompt",
  paused: "paused",
  locked: "locked",
  suspended: "suspended",
  revoked: "revoked",
};

describe("what the console says that a customer sees at log-in", () => {
  const met = new Set<GateScreen | null | undefined>();

  it.each(Object.entries(standings))("is what the gate shows to one who %s", async (name, stand) => {
    const somebody = await stand(new Somebody(name.replaceAll(/[^a-z]/g, "-")));
    const state = await somebody.state();
    const { policy } = test.institution;
    const { nowMs } = test.clock;
    const shown = dueScreen("login", freshNotes, state, policy, nowMs);
    const left = state.customer === null ? 0 : issuancesLeft(state.customer, policy, nowMs);
    expect(screenOfSight[whatCustomerSees(state, left, nowMs)]).toBe(screenOf[shown.kind]);
    met.add(screenOf[shown.kind]);
  });

  it("was tried for every screen that there is at log-in", () => {
    expect(met).toEqual(new Set(Object.values(screenOf)));
  });
});
