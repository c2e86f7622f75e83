import { totp, presence } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { ClockApart, importToken, verify } from "@warifu/rules";
import type { Actor, Readiness, Storage, TokenId } from "@warifu/rules";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeOpsFace } from "../faces/ops/make-ops-face.ts";
import { makeTestService, testStartMs } from "../tests/test-service.ts";
import type { TestService } from "../tests/test-service.ts";
import { makeClockWatch } from "./watch-clock.ts";

const minute = 60_000;
const key = new Uint8Array(32).fill(7);
const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;
const operator: Actor = { kind: "operator", id: null, channel: "command" };

let test: TestService;
let monotonicMs = 0;
let asleepMs = 0;

beforeEach(async () => {
  monotonicMs = 0;
  asleepMs = 0;
  test = await makeTestService({ monotonicMs: () => monotonicMs, uptimeMs: () => monotonicMs + asleepMs });
  const { institutionId } = test.institution;
  const token = { institutionId, customerId: "hanako", tokenId: "token-1" as TokenId, key, ...parameters };
  await test.service.perform(test.institution, { institutionId, customerId: "hanako" }, operator, (state, context) =>
    importToken(state, token, context),
  );
});
afterEach(() => test.service.close());

/** Both clocks go on; `stepMs` is what somebody adds to the wall clock. */
async function pass(ms: number, stepMs = 0): Promise<void> {
  monotonicMs += ms;
  test.clock.nowMs += ms + stepMs;
  await test.clockWatch.look();
}

function login(otp: string): Promise<unknown> {
  const { institution, service } = test;
  const subject = { institutionId: institution.institutionId, customerId: "hanako" };
  return service
    .perform(institution, subject, operator, (state, context) =>
      verify(state, { codeFor: presence, otp, purpose: "login", reference: null }, context),
    )
    .then((result) => (result.ok ? "accepted" : result.refusal.code));
}

const codeAt = (atMs: number) => totp(nodeHmac, key, atMs, parameters);
const fenceEvents = async () => {
  const raised: unknown[] = [];
  // Events of the whole service lie beside those of institutions; the store of tests keeps them under the empty name.
  for (const { type, detail } of await test.service.storage.eventsAfter("", 0, 100)) {
    if (type === "fence.raised") raised.push(detail);
  }
  return raised;
};

describe("the watch over the clock", () => {
  it("does nothing while the clock goes on, or back by no more than five seconds", async () => {
    await test.clockWatch.begin();
    await pass(10_000);
    await pass(1_000, -5_000);
    expect(test.service.mayDecide()).toBe(true);
    expect(await login(codeAt(test.clock.nowMs))).toBe("accepted");
    expect(await fenceEvents()).toEqual([]);
  });

  it("after a step back: no code of the minutes that come again is good, none is compared until then, and the log says so", async () => {
    await test.clockWatch.begin();
    await pass(10 * minute);
    const seenMs = test.clock.nowMs;
    await pass(1_000, -10 * minute);
    expect(test.service.mayDecide()).toBe(false);
    await expect(login(codeAt(test.clock.nowMs))).rejects.toThrow(ClockApart);
    expect(await fenceEvents()).toEqual([{ reason: "clockBack", fenceMs: seenMs }]);
    expect(test.logged()).toContain("the clock went back");
    expect(await test.service.metrics.text()).toMatch(/warifu_clock_apart 1\n/);
    expect(await test.service.metrics.text()).toContain('warifu_codes_stopped_total{reason="clockApart"} 1');

    await pass(10 * minute);
    expect(test.service.mayDecide()).toBe(true);
    expect(await test.service.metrics.text()).toMatch(/warifu_clock_apart 0\n/);
    // Could have been shown before the step, and nobody used it: the fence holds.
    expect(await login(codeAt(seenMs))).toBe("used");
    await pass(3 * minute);
    expect(await login(codeAt(test.clock.nowMs))).toBe("accepted");
  });

  it("refuses already between two looks", async () => {
    await test.clockWatch.begin();
    await pass(minute);
    test.clock.nowMs -= minute;
    await expect(login(codeAt(test.clock.nowMs))).rejects.toThrow(ClockApart);
  });

  it("is told by /readyz", async () => {
    const ops = await makeOpsFace(test.service);
    await test.clockWatch.begin();
    await pass(1_000, -61_000);
    const answer = await ops.inject("/readyz");
    expect([answer.statusCode, answer.json()]).toEqual([503, { status: "clockApart" }]);
    await pass(62_000);
    expect((await ops.inject("/readyz")).json()).toEqual({ status: "ready" });
    await ops.close();
  });

  it("remembers over a restart what the service has seen", async () => {
    await test.clockWatch.begin();
    await pass(2 * minute);
    const { storage, log, metrics } = test.service;
    test.clock.nowMs -= minute;
    const next = makeClockWatch({
      storage,
      log,
      metrics,
      nowMs: () => test.clock.nowMs,
      monotonicMs: () => 0,
    });
    await next.begin();
    expect(next.agrees(test.clock.nowMs)).toBe(false);
    expect(await fenceEvents()).toEqual([{ reason: "clockBack", fenceMs: testStartMs + 2 * minute }]);
  });

  it("goes ahead by two hours: nothing is decided, at once and until it is put right, and nobody is locked out", async () => {
    await test.clockWatch.begin();
    await pass(1_000);
    // Between two looks: nobody has seen it yet.
    test.clock.nowMs += 120 * minute;
    await expect(login(codeAt(test.clock.nowMs - 120 * minute))).rejects.toThrow(ClockApart);
    await pass(1_000);
    expect(test.logged()).toContain("the clock went ahead");
    expect(test.service.mayDecide()).toBe(false);
    for (let tries = 0; tries < 5; tries += 1) {
      await pass(minute);
      await expect(login(codeAt(test.clock.nowMs - 120 * minute))).rejects.toThrow(ClockApart);
    }
    await pass(1_000, -120 * minute);
    expect(await fenceEvents()).toEqual([]);
    expect(test.service.mayDecide()).toBe(true);
    expect(await login(codeAt(test.clock.nowMs))).toBe("accepted");
  });

  it("goes ahead by less than the window: goes on", async () => {
    await test.clockWatch.begin();
    await pass(1_000, 20_000);
    expect(test.service.mayDecide()).toBe(true);
    expect(test.logged()).not.toContain("the clock went ahead");
    await pass(1_000, 20_000);
    expect(test.service.mayDecide()).toBe(false);
    expect(test.logged()).toContain("the clock went ahead");
  });

  it("takes the time for which the machine slept for what it is, and goes on at the next look", async () => {
    await test.clockWatch.begin();
    await pass(1_000);
    asleepMs += 600 * minute;
    await pass(1_000, 600 * minute);
    expect(test.service.mayDecide()).toBe(true);
    expect(await login(codeAt(test.clock.nowMs))).toBe("accepted");
    expect(test.logged()).not.toContain("the clock went ahead");
    await pass(1_000, 20 * minute);
    expect(test.service.mayDecide()).toBe(false);
  });

  it("goes ahead and then back beyond where it was: the fence stands at what has been, not at what never was", async () => {
    await test.clockWatch.begin();
    await pass(minute);
    const seenMs = test.clock.nowMs;
    await pass(1_000, 120 * minute);
    await pass(1_000, -122 * minute);
    expect(await fenceEvents()).toEqual([{ reason: "clockBack", fenceMs: seenMs + 2_000 }]);
    await pass(2 * minute + 2_000);
    expect(test.service.mayDecide()).toBe(true);
  });

  it("is believed after an hour; found wrong later, the pauses that it made are lifted", async () => {
    await test.clockWatch.begin();
    await pass(1_000, 120 * minute);
    await pass(61 * minute);
    expect(test.service.mayDecide()).toBe(true);
    for (let tries = 0; tries < 5; tries += 1) await login(codeAt(test.clock.nowMs - 120 * minute));
    expect(await login(codeAt(test.clock.nowMs))).toBe("paused");
    await pass(1_000, -120 * minute);
    const { institutionId } = test.institution;
    const { tokens } = await test.service.storage.look({ institutionId, customerId: "hanako" });
    expect(tokens[0]).toMatchObject({ pausedUntilMs: null, wrongInARow: 0, pausesInARow: 0, wrongSinceConfirm: 0 });
    expect(test.logged()).toContain("pauses that the wrong clock had made were lifted");
  });
});

describe("with a database that has its own clock", () => {
  function watchBeside(storage: Partial<Storage>) {
    const { service } = test;
    return makeClockWatch({
      ...service,
      storage: { ...service.storage, ...storage },
      monotonicMs: () => monotonicMs,
    });
  }

  it("only this node is wrong: it stops comparing codes and leaves the fence alone", async () => {
    let readiness: Readiness = "ready";
    const watch = watchBeside({ ready: async () => readiness });
    await watch.begin();
    readiness = "clockApart";
    monotonicMs += 1_000;
    test.clock.nowMs -= 10 * minute;
    await watch.look();
    expect(watch.agrees(test.clock.nowMs)).toBe(false);
    expect(await fenceEvents()).toEqual([]);
    readiness = "ready";
    monotonicMs += 5_000;
    test.clock.nowMs += 10 * minute + 6_000;
    await watch.look();
    expect(watch.agrees(test.clock.nowMs)).toBe(true);
  });

  it("stops at the next question where the two clocks have drifted apart", async () => {
    let readiness: Readiness = "ready";
    const watch = watchBeside({ ready: async () => readiness });
    await watch.begin();
    readiness = "clockApart";
    monotonicMs += 5_000;
    test.clock.nowMs += 5_000;
    await watch.look();
    expect(watch.agrees(test.clock.nowMs)).toBe(false);
  });

  it("compares no code until the fence is up, however long the database is away", async () => {
    let isAway = true;
    const watch = watchBeside({
      raiseFence: async (toMs, event) => {
        if (isAway) throw new Error("away");
        return test.service.storage.raiseFence(toMs, event);
      },
    });
    await watch.begin();
    monotonicMs += 1_000;
    test.clock.nowMs -= minute;
    await watch.look();
    monotonicMs += 2 * minute;
    test.clock.nowMs += 2 * minute;
    await watch.look();
    expect(watch.agrees(test.clock.nowMs)).toBe(false);
    isAway = false;
    await watch.look();
    expect(watch.agrees(test.clock.nowMs)).toBe(true);
    expect(await fenceEvents()).toEqual([{ reason: "clockBack", fenceMs: testStartMs }]);
  });
});
