import { presence } from "@warifu/otp";
import { randomUUID } from "node:crypto";
import { apply, cancel, importToken, noProfile, revoke, suspend, verify } from "@warifu/rules";
import type { Context, CustomerState, Decision, Policy, TokenId } from "@warifu/rules";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  actMeanwhile,
  backAtBank,
  codeNow,
  issueAt,
  openGateBench,
  postOnly,
  setUpPhone,
  startUse,
  visitGate,
  wrongCode,
} from "../testing/gate-bench.ts";
import type { GateBench } from "../testing/gate-bench.ts";

let bench: GateBench;
let people = 0;
beforeAll(async () => {
  bench = await openGateBench();
});
afterAll(() => bench.close());

const minuteMs = 60_000;

async function inUse(): Promise<string> {
  people += 1;
  const customerId = `stopped-${people}`;
  await startUse(bench, customerId);
  bench.passMs(2 * minuteMs);
  return customerId;
}

const meanwhile = (
  customerId: string,
  decide: (state: CustomerState, context: Context) => Decision<unknown>,
  policy: Partial<Policy> = {},
) => actMeanwhile(bench, customerId, decide, policy);

/** Wrong codes over another channel, as many as it takes. */
async function wrongCodes(customerId: string, policy: Partial<Policy> = {}): Promise<void> {
  const wrong = { codeFor: presence, otp: wrongCode(bench), purpose: "login", reference: null } as const;
  for (let count = 0; count < 5; count += 1) {
    await meanwhile(customerId, (state, context) => verify(state, wrong, context), policy);
  }
}

/** Another token takes the place of the one whose code was accepted. */
async function replaceToken(customerId: string): Promise<void> {
  const token = {
    tokenId: randomUUID() as string as TokenId,
    key: new Uint8Array(32).fill(3),
    algorithm: "SHA-256",
    digits: 8,
    periodSeconds: 60,
  } as const;
  const person = { institutionId: "ozora", customerId };
  await meanwhile(customerId, (state, context) => revoke(state, { tokenId: null, reason: "lost" }, context));
  await meanwhile(customerId, (state, context) =>
    apply(state, { ...person, profile: noProfile, afterRevocation: true }, context),
  );
  await meanwhile(customerId, (state, context) => importToken(state, { ...person, ...token }, context));
  const [, ended] = (await bench.state(customerId)).tokens;
  expect(ended?.life).not.toBe("inUse");
}

const stops: [what: string, stop: (customerId: string) => Promise<unknown>, screen: string][] = [
  [
    "suspended",
    (id) => meanwhile(id, (state, context) => suspend(state, { tokenId: null, reason: "lost" }, context)),
    "G-460",
  ],
  [
    "revoked",
    (id) => meanwhile(id, (state, context) => revoke(state, { tokenId: null, reason: "lost" }, context)),
    "G-470",
  ],
  ["paused", (id) => wrongCodes(id), "G-440"],
  ["locked", (id) => wrongCodes(id, { wrongCodesUntilLock: 5 }), "G-450"],
];

describe("a proof outlives nothing that happens to the customer", () => {
  it.each(stops)(
    "code accepted, then %s, then the redirect followed: the gate says so, the bank gets no code",
    async (...row) => {
      const [, stop, screen] = row;
      const customerId = await inUse();
      const { window, here } = await visitGate(bench, customerId);
      const accepted = await postOnly(window, `${here}/verify`, { otp: codeNow(bench) });
      expect(accepted.status).toBe(303);
      await stop(customerId);
      const page = await window.open(accepted.headers.get("location") ?? "");
      expect(page.url.origin).toBe(bench.origin);
      expect(page.text).toContain(screen);
      // And from there the customer goes back to the bank with nothing proved.
      const back = await window.post(`${page.url.pathname}/leave`);
      expect(back.url.searchParams.get("error")).toBe("access_denied");
      expect(back.url.searchParams.has("code")).toBe(false);
    },
  );

  it.each(stops)(
    "手順5 confirmed, then %s: neither 続ける, nor its redirect, nor the bank's exchange says that a code was accepted",
    async (...row) => {
      const [, stop, screen] = row;
      const confirmed = async () => {
        people += 1;
        const customerId = `confirmed-${people}`;
        await bench.applyFor(customerId);
        const visit = await visitGate(bench, customerId);
        await issueAt(visit.window, visit.here);
        await setUpPhone(bench, customerId);
        const { window, here } = visit;
        expect((await window.post(`${here}/confirm`, { otp: codeNow(bench) })).text).toContain("G-130");
        return { ...visit, customerId };
      };
      const before = await confirmed();
      await stop(before.customerId);
      const page = await before.window.post(`${before.here}/continue`);
      expect(page.url.origin).toBe(bench.origin);
      expect(page.text).toContain(screen);

      const between = await confirmed();
      const going = await postOnly(between.window, `${between.here}/continue`);
      await stop(between.customerId);
      const followed = await between.window.open(going.headers.get("location") ?? "");
      expect(followed.url.origin).toBe(bench.origin);
      expect(followed.text).toContain(screen);

      const after = await confirmed();
      const back = await after.window.post(`${after.here}/continue`);
      expect(back.url.searchParams.has("code")).toBe(true);
      await stop(after.customerId);
      await expect(backAtBank(bench, after.session, back)).rejects.toMatchObject({ error: "invalid_grant" });
    },
  );

  it.each([
    ...stops,
    ["cancelled", (id: string) => meanwhile(id, (state, context) => cancel(state, { reason: "moved" }, context)), ""],
    ["replaced", replaceToken, ""],
  ] as typeof stops)(
    "the bank has its code, then the customer is %s: the exchange gives nothing",
    async (_what, stop) => {
      const customerId = await inUse();
      const { session, window, here } = await visitGate(bench, customerId);
      const back = await window.post(`${here}/verify`, { otp: codeNow(bench) });
      expect(back.url.searchParams.has("code")).toBe(true);
      await stop(customerId);
      await expect(backAtBank(bench, session, back)).rejects.toMatchObject({ error: "invalid_grant" });
    },
  );

  it("code accepted, then cancelled: the redirect proves only that nothing is due", async () => {
    const customerId = await inUse();
    const { session, window, here } = await visitGate(bench, customerId);
    const accepted = await postOnly(window, `${here}/verify`, { otp: codeNow(bench) });
    await meanwhile(customerId, (state, context) => cancel(state, { reason: "moved" }, context));
    const back = await window.open(accepted.headers.get("location") ?? "");
    expect(await backAtBank(bench, session, back)).toMatchObject({ sub: customerId, acr: "urn:warifu:none" });
  });

  it("code accepted, then another token in use: the gate asks for a code of that one", async () => {
    const customerId = await inUse();
    const { window, here } = await visitGate(bench, customerId);
    const accepted = await postOnly(window, `${here}/verify`, { otp: codeNow(bench) });
    await replaceToken(customerId);
    expect((await window.open(accepted.headers.get("location") ?? "")).text).toContain("G-210");
  });

  it("is good for a minute: at the redirect", async () => {
    const customerId = await inUse();
    const { session, window, here } = await visitGate(bench, customerId);
    const accepted = await postOnly(window, `${here}/verify`, { otp: codeNow(bench) });
    bench.passMs(minuteMs);
    const again = await window.open(accepted.headers.get("location") ?? "");
    expect(again.text).toContain("G-210");
    const back = await window.post(`${again.url.pathname}/verify`, { otp: codeNow(bench) });
    expect(await backAtBank(bench, session, back)).toMatchObject({ acr: "urn:warifu:otp" });
  });

  it("is good for a minute: from the code's acceptance, not from the bank's code", async () => {
    const customerId = await inUse();
    const { session, window, here } = await visitGate(bench, customerId);
    const accepted = await postOnly(window, `${here}/verify`, { otp: codeNow(bench) });
    bench.passMs(40_000);
    const back = await window.open(accepted.headers.get("location") ?? "");
    expect(back.url.searchParams.has("code")).toBe(true);
    bench.passMs(21_000);
    await expect(backAtBank(bench, session, back)).rejects.toMatchObject({ error: "invalid_grant" });
  });

  it("is good for a minute: a page of G-130 left open asks for a code again, and says why", async () => {
    people += 1;
    const customerId = `reader-${people}`;
    await bench.applyFor(customerId);
    const { session, window, here } = await visitGate(bench, customerId);
    await issueAt(window, here);
    await setUpPhone(bench, customerId);
    expect((await window.post(`${here}/confirm`, { otp: codeNow(bench) })).text).toContain("G-130");
    bench.passMs(minuteMs);
    const asked = await window.post(`${here}/continue`);
    expect(asked.text).toContain("G-210");
    expect(asked.text).toContain("1分以上たった");
    const back = await window.post(`${here}/verify`, { otp: codeNow(bench) });
    expect(await backAtBank(bench, session, back)).toMatchObject({ acr: "urn:warifu:otp" });
  });

  it("a second click a minute later does not make the proof younger", async () => {
    const customerId = await inUse();
    const { window, here } = await visitGate(bench, customerId);
    const otp = codeNow(bench);
    await postOnly(window, `${here}/verify`, { otp });
    bench.passMs(minuteMs);
    expect((await window.post(`${here}/verify`, { otp })).url.origin).toBe(bench.origin);
  });

  it("nothing was due, then the branch registered an application: the bank does not learn 'none'", async () => {
    people += 1;
    const customerId = `newcomer-${people}`;
    const { session, page } = await visitGate(bench, customerId);
    expect(page.url.searchParams.has("code")).toBe(true);
    await bench.applyFor(customerId);
    await expect(backAtBank(bench, session, page)).rejects.toMatchObject({ error: "invalid_grant" });
  });

  it("あとで, then the institution's date has passed: neither the redirect nor the exchange lets it through", async () => {
    people += 1;
    const customerId = `later-${people}`;
    await bench.applyFor(customerId);
    await bench.setPolicy({ laterUntilMs: bench.service.nowMs() + minuteMs });
    const first = await visitGate(bench, customerId);
    const chosen = await postOnly(first.window, `${first.here}/later`);
    const second = await visitGate(bench, customerId);
    const back = await second.window.post(`${second.here}/later`);
    expect(back.url.searchParams.has("code")).toBe(true);
    await bench.setPolicy({});
    expect((await first.window.open(chosen.headers.get("location") ?? "")).text).toContain("G-110");
    await expect(backAtBank(bench, second.session, back)).rejects.toMatchObject({ error: "invalid_grant" });
  });

  it("あとで, then a token came into use: the gate asks for its code", async () => {
    people += 1;
    const customerId = `later-${people}`;
    await bench.applyFor(customerId);
    await bench.setPolicy({ laterUntilMs: bench.service.nowMs() + 10 * minuteMs });
    const { window, here } = await visitGate(bench, customerId);
    const chosen = await postOnly(window, `${here}/later`);
    await replaceToken(customerId);
    expect((await window.open(chosen.headers.get("location") ?? "")).text).toContain("G-210");
    await bench.setPolicy({});
  });
});
