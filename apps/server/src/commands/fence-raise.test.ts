import { totp, presence } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { importToken, verify } from "@warifu/rules";
import type { Actor, TokenId } from "@warifu/rules";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTestService } from "../tests/test-service.ts";
import type { TestService } from "../tests/test-service.ts";
import type { Answer } from "./command.ts";
import { fenceRaise, fenceShow } from "./fence-raise.ts";

const key = new Uint8Array(32).fill(3);
const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;
const actor: Actor = { kind: "institution", id: null, channel: "api" };
const hourMs = 3_600_000;

let test: TestService;

beforeEach(async () => {
  test = await makeTestService();
  const { institutionId } = test.institution;
  const token = { institutionId, customerId: "hanako", tokenId: "token-1" as TokenId, key, ...parameters };
  await test.service.perform(test.institution, { institutionId, customerId: "hanako" }, actor, (state, context) =>
    importToken(state, token, context),
  );
});
afterEach(() => test.service.close());

const host = () => ({
  storage: test.service.storage,
  nowMs: test.service.nowMs,
  consoleOrigin: () => "https://console.example.jp",
});
const raise = (input: object = {}): Promise<Answer> => fenceRaise.perform(host(), input);

/** What the code is called that a phone with a right clock shows at that moment. */
async function loginAt(atMs: number): Promise<string> {
  test.clock.nowMs = atMs;
  const otp = totp(nodeHmac, key, atMs, parameters);
  const subject = { institutionId: test.institution.institutionId, customerId: "hanako" };
  const result = await test.service.perform(test.institution, subject, actor, (state, context) =>
    verify(state, { codeFor: presence, otp, purpose: "login", reference: null }, context),
  );
  return result.ok ? "accepted" : result.refusal.code;
}

describe("fence raise", () => {
  it("refuses what could have been shown until now, and says truly from when on codes are accepted", async () => {
    const atMs = test.clock.nowMs;
    const { json, text } = await raise();
    expect(json["fenceMs"]).toBe(atMs);
    const acceptedFromMs = Number(json["acceptedFromMs"]);
    expect(acceptedFromMs - atMs).toBeLessThanOrEqual(3 * 60_000);
    expect(text).toContain("2026-11-22 05:53:20 UTC");
    expect(await loginAt(atMs)).toBe("used");
    expect(await loginAt(acceptedFromMs - 1)).toBe("used");
    expect(await loginAt(acceptedFromMs)).toBe("accepted");
  });

  it("after a restore says from when on stopped tokens are in use again: since the copy was made", async () => {
    const copyMs = test.clock.nowMs;
    await test.clockWatch.begin();
    test.clock.nowMs += 20 * hourMs;
    const { json, text } = await raise({ afterRestore: true });
    expect(json["copyOfMs"]).toBe(copyMs);
    expect(text).toContain("suspended, revoked or locked since 2026-11-22 05:53:20 UTC");
    expect((await raise()).text).not.toContain("in use again");
  });

  it("names no moment of the copy where a service has run on it since", async () => {
    await test.clockWatch.begin();
    const { json, text } = await raise({ afterRestore: true });
    expect(json["copyOfMs"]).toBeNull();
    expect(text).toContain("suspended, revoked or locked since the backup are in use again");
  });

  it("is on record with who and why", async () => {
    await raise();
    const events = await test.service.storage.eventsAfter("", 0, 10);
    expect(events).toMatchObject([
      { type: "fence.raised", actor: { kind: "operator", channel: "command" }, detail: { reason: "operator" } },
    ]);
  });

  it("after a restore takes the phones in that run ahead as far as any may", async () => {
    const atMs = test.clock.nowMs;
    const { json } = await raise({ afterRestore: true });
    expect(json["fenceMs"]).toBe(atMs + hourMs);
    expect(await loginAt(atMs + hourMs)).toBe("used");
    expect(await loginAt(Number(json["acceptedFromMs"]))).toBe("accepted");
  });

  it("after a restore since whose backup no phone was re-synchronised, stops nobody for longer than minutes", async () => {
    const atMs = test.clock.nowMs;
    const { json } = await raise({ afterRestore: true, noResync: true });
    expect(json["fenceMs"]).toBe(atMs + 2 * 60_000);
    expect(Number(json["acceptedFromMs"]) - atMs).toBeLessThanOrEqual(5 * 60_000);
    await expect(raise({ noResync: true })).rejects.toThrow("--after-restore");
  });

  it("never lowers it: the second answer tells the first one's time", async () => {
    const first = await raise({ afterRestore: true });
    expect((await raise()).json).toMatchObject({
      fenceMs: first.json["fenceMs"],
      acceptedFromMs: first.json["acceptedFromMs"],
    });
  });
});

describe("fence show", () => {
  it("tells where it stands and changes nothing", async () => {
    expect((await fenceShow.perform(host(), {})).text).toBe("The fence was never raised.");
    const { json } = await raise();
    expect((await fenceShow.perform(host(), {})).json).toEqual(json);
    const { storage } = test.service;
    expect(await storage.look({ institutionId: test.institution.institutionId, customerId: "-" })).toMatchObject({
      customer: null,
    });
    expect(await storage.eventsAfter("", 0, 10)).toHaveLength(1);
  });
});
