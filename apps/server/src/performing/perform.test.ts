import { totp, presence } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { ClockApart, importToken, mostSubjectsOfAct, Throttled, verify } from "@warifu/rules";
import type { Actor, TokenId } from "@warifu/rules";
import { afterEach, describe, expect, it } from "vitest";
import { makePerform, makePerformAll } from "./perform.ts";
import { makeTestService } from "../tests/test-service.ts";
import type { TestService } from "../tests/test-service.ts";

const key = new Uint8Array(32).fill(9);
const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;
const actor: Actor = { kind: "institution", id: "bank", channel: "api" };

let test: TestService;
afterEach(() => test.service.close());

async function withCustomers(count: number, policy: object): Promise<void> {
  test = await makeTestService({ policy });
  const { institution, service } = test;
  const { institutionId } = institution;
  for (let from = 0; from < count; from += mostSubjectsOfAct) {
    const length = Math.min(mostSubjectsOfAct, count - from);
    const subjects = Array.from({ length }, (_, index) => ({ institutionId, customerId: `customer-${from + index}` }));
    await service.performAll(institution, subjects, actor, (state, context, index) => {
      const { customerId = "" } = subjects[index] ?? {};
      const tokenId = `token-${from + index}` as TokenId;
      return importToken(state, { institutionId, customerId, tokenId, key, ...parameters }, context);
    });
  }
}

const rightCode = () => totp(nodeHmac, key, test.clock.nowMs, parameters);
const wrongCode = () => String((Number(rightCode()) + 1) % 100_000_000).padStart(8, "0");

function ask(customer: number, otp: string) {
  const { institution, service } = test;
  const subject = { institutionId: institution.institutionId, customerId: `customer-${customer}` };
  return service.perform(institution, subject, actor, (state, context) =>
    verify(state, { codeFor: presence, otp, purpose: "login", reference: null }, context),
  );
}

async function eventsOf(type: string) {
  const events = await test.service.storage.eventsAfter(test.institution.institutionId, 0, 10_000);
  return events.filter((event) => event.type === type);
}

describe("one guess each over many customers", () => {
  const policy = { wrongCodesPerMinuteAlarm: 20, wrongCodesPerMinuteThrottle: 50 };

  it("is noticed once, on record, in the metrics and in the log", async () => {
    await withCustomers(40, policy);
    for (let index = 0; index < 40; index += 1) await ask(index, wrongCode());
    expect(await eventsOf("guessing.noticed")).toMatchObject([
      { detail: { wrongCodesPerMinute: 20 }, actor: { kind: "service" }, customerId: null },
    ]);
    expect(await test.service.metrics.text()).toContain("warifu_guessing_noticed_total 1\n");
    expect(test.logged()).toContain("somebody may be guessing");
  });

  it("is stopped before anything is compared, for right codes as for wrong ones, and only for a while", async () => {
    await withCustomers(60, policy);
    for (let index = 0; index < 50; index += 1) await ask(index, wrongCode());
    const before = await test.service.storage.look({
      institutionId: test.institution.institutionId,
      customerId: "customer-59",
    });
    for (const otp of [wrongCode(), rightCode()]) {
      const refused = await ask(59, otp).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(Throttled);
      expect((refused as Throttled).retryAfterSeconds).toBeGreaterThan(0);
    }
    const { institutionId } = test.institution;
    expect(await test.service.storage.look({ institutionId, customerId: "customer-59" })).toEqual(before);
    expect(await test.service.metrics.text()).toContain('warifu_codes_stopped_total{reason="throttled"} 2');
    test.clock.nowMs += 62_000;
    expect(await ask(59, rightCode())).toMatchObject({ ok: true });
  });

  it("keeps other institutions and other acts going", async () => {
    await withCustomers(60, policy);
    for (let index = 0; index < 50; index += 1) await ask(index, wrongCode());
    const { institution, service } = test;
    const subject = { institutionId: institution.institutionId, customerId: "customer-55" };
    const looked = await service.perform(institution, subject, actor, (state) => ({
      outcome: state.customer?.customerId,
      changes: {},
      events: [],
      mails: [],
    }));
    expect(looked).toBe("customer-55");
    const other = { ...institution, institutionId: "institution-2" };
    const unknown = await service.perform(
      other,
      { institutionId: "institution-2", customerId: "nobody" },
      actor,
      (state, context) =>
        verify(state, { codeFor: presence, otp: "12345678", purpose: "login", reference: null }, context),
    );
    expect(unknown).toMatchObject({ refusal: { code: "unknownCustomer" } });
  });
});

describe("an ordinary morning", () => {
  it("with two wrong codes in a hundred is neither noticed nor stopped, at the standard limits", async () => {
    await withCustomers(1_500, {});
    for (let index = 0; index < 1_500; index += 1) {
      const result = await ask(index, index % 50 === 0 ? wrongCode() : rightCode());
      expect(result.ok).toBe(index % 50 !== 0);
    }
    expect(await eventsOf("guessing.noticed")).toEqual([]);
  });
});

describe("performAll", () => {
  it("refuses a subject of another institution as a whole", async () => {
    await withCustomers(1, {});
    const { institution, service } = test;
    const subjects = [
      { institutionId: institution.institutionId, customerId: "customer-0" },
      { institutionId: "institution-2", customerId: "customer-0" },
    ];
    const decide = () => ({ outcome: null, changes: {}, events: [], mails: [] });
    await expect(service.performAll(institution, subjects, actor, decide)).rejects.toThrow(TypeError);
  });
});

describe("a database whose clock is another one", () => {
  it("stops codes at once, not at the next look at the clocks", async () => {
    await withCustomers(1, {});
    const { institution, service } = test;
    const apart = (byMs: number) =>
      makePerform(
        makePerformAll({
          storage: {
            ...service.storage,
            act: (subjects, decide) =>
              service.storage.act(subjects, (state, index, context) => {
                const apartContext = { ...context, databaseMs: test.clock.nowMs + byMs };
                return (typeof decide === "function" ? decide : decide.byTokenInUse)(state, index, apartContext);
              }),
          },
          nowMs: service.nowMs,
          metrics: service.metrics,
          guesses: { stopped: () => null, count: () => undefined },
          clockAgrees: () => true,
          onMailQueued: () => undefined,
        }),
      );
    const subject = { institutionId: institution.institutionId, customerId: "customer-0" };
    const command = { codeFor: presence, otp: rightCode(), purpose: "login", reference: null } as const;
    for (const byMs of [5_001, -5_001]) {
      const answer = apart(byMs)(institution, subject, actor, (state, context) => verify(state, command, context));
      await expect(answer).rejects.toThrow(ClockApart);
    }
    const within = await apart(5_000)(institution, subject, actor, (state, context) => verify(state, command, context));
    expect(within.ok).toBe(true);
  });
});
