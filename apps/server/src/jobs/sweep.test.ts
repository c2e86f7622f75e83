import { askApproval, confirm, keyOf } from "@warifu/rules";
import { stepAt, totp, presence } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { customerActor, issueToken } from "../tests/issue-token.ts";
import { makeTestService } from "../tests/test-service.ts";
import type { TestService } from "../tests/test-service.ts";
import { sweep } from "./sweep.ts";

let test: TestService;
beforeEach(async () => {
  test = await makeTestService({ policy: { issuancesPerDay: 9 } });
});
afterEach(() => test.service.close());

const institutionId = "institution-1";
const look = async (customerId: string) => (await test.service.storage.look({ institutionId, customerId })).tokens;

/** To the first moment at which a token issued now counts as expired. */
async function passLifetime(customerId: string): Promise<void> {
  test.clock.nowMs = (await look(customerId))[0]?.expiresAtMs ?? 0;
}

describe("the sweep", () => {
  it("ends a token whose time ran out: record, address and key are gone, and the audit says so once", async () => {
    const { tokenId } = await issueToken(test);
    await passLifetime("hanako");
    await sweep(test.service);
    await sweep(test.service);
    const [token] = await look("hanako");
    expect(token).toMatchObject({ life: "expired", registrationRecord: null, mobileEmail: null, key: null });
    const events = await test.service.storage.eventsOfCustomer(institutionId, "hanako", 99);
    const ends = events.filter(({ type }) => type === "token.expired");
    expect(ends).toMatchObject([{ tokenId, actor: { kind: "service", id: null, channel: "job" } }]);
  });

  it("leaves a token alone a millisecond before its end", async () => {
    await issueToken(test);
    await passLifetime("hanako");
    test.clock.nowMs -= 1;
    await sweep(test.service);
    expect((await look("hanako"))[0]).toMatchObject({ life: "issued", mobileEmail: { open: expect.any(Function) } });
  });

  it("leaves a token in use alone, however old", async () => {
    await issueToken(test);
    const key = new Uint8Array(32).fill(7);
    await test.service.storage.act([{ institutionId, customerId: "hanako" }], ({ tokens }) => {
      const activated = tokens.map((token) => ({ ...token, life: "activated" as const, key: keyOf(key) }));
      return { outcome: null, changes: { tokens: activated }, events: [], mails: [] };
    });
    const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;
    const otp = totp(nodeHmac, key, test.clock.nowMs, parameters);
    const subject = { institutionId, customerId: "hanako" };
    const confirmed = await test.service.perform(test.institution, subject, customerActor, (state, context) =>
      confirm(state, { codeFor: presence, otp }, context),
    );
    expect(confirmed).toMatchObject({ ok: true, value: { step: stepAt(test.clock.nowMs, 60) } });
    await passLifetime("hanako");
    await sweep(test.service);
    expect((await look("hanako"))[0]).toMatchObject({ life: "inUse", mobileEmail: { open: expect.any(Function) } });
  });

  it("ends no more than 200 in one run, and the rest in the next ones", async () => {
    const customers = Array.from({ length: 201 }, (_, index) => `customer-${index}`);
    const issued = await issueToken(test);
    const [sample] = await look(issued.customerId);
    const { customer } = await test.service.storage.look({ institutionId, customerId: issued.customerId });
    if (sample === undefined || customer === null) throw new Error("nothing issued");
    const subjects = customers.map((customerId) => ({ institutionId, customerId }));
    await test.service.storage.act(subjects, (_state, index) => {
      const name = customers[index] ?? "";
      const token = { ...sample, tokenId: `token-${index}` as typeof sample.tokenId, userId: `user-${index}` };
      const changes = { customer: { ...customer, customerId: name }, tokens: [token] };
      return { outcome: null, changes, events: [], mails: [] };
    });
    await passLifetime(issued.customerId);
    const overdue = async () => (await test.service.storage.customersWithExpiredTokens(test.clock.nowMs, 999)).length;
    expect(await overdue()).toBe(202);
    await sweep(test.service);
    expect(await overdue()).toBe(2);
    await sweep(test.service);
    expect(await overdue()).toBe(0);
  });

  it("passes over a customer that cannot be ended, says so without a name, and ends the others", async () => {
    await issueToken(test, { customerId: "hanako" });
    test.clock.nowMs += 1;
    await issueToken(test, { customerId: "taro" });
    await passLifetime("taro");
    const { perform } = test.service;
    await sweep({
      ...test.service,
      perform: async (institution, subject, actor, decide) => {
        if ("customerId" in subject && subject.customerId === "hanako") throw new Error("damaged: hanako");
        return perform(institution, subject, actor, decide);
      },
    });
    expect([(await look("hanako"))[0]?.life, (await look("taro"))[0]?.life]).toEqual(["issued", "expired"]);
    expect(test.logged()).toContain("a token past its end could not be ended");
    expect(test.logged()).not.toContain("hanako");
  });

  it("writes down once that nobody decided about an approval in time", async () => {
    await issueToken(test);
    const staff = { institutionId, name: "窓口", branchName: "本店", passkeys: [], disabledAtMs: null };
    const saved = { institutionId, customerId: null, tokenId: null, atMs: test.clock.nowMs, detail: {} };
    const operator = { kind: "operator", id: null, channel: "command" } as const;
    const event = { ...saved, type: "staff.saved", actor: operator } as const;
    await test.service.storage.putStaff({ ...staff, staffId: "teller-1", role: "teller" }, event);
    const teller = { kind: "staff", id: "teller-1", channel: "console" } as const;
    const subject = { institutionId, customerId: "hanako", approval: { approvalId: "a1", staffIds: ["teller-1"] } };
    const command = { act: "revoke", tokenId: null, reason: "lost" } as const;
    const waitsMs = 60_000;
    const expiresAtMs = test.clock.nowMs + waitsMs;
    const asked = await test.service.perform(test.institution, subject, teller, (state, context) =>
      askApproval(state, { approvalId: "a1", command, waitsMs }, context),
    );
    expect(asked.ok).toBe(true);
    test.clock.nowMs = expiresAtMs - 1;
    await sweep(test.service);
    expect(await test.service.storage.approval(institutionId, "a1")).toMatchObject({ stage: "asked" });
    test.clock.nowMs = expiresAtMs;
    await sweep(test.service);
    await sweep(test.service);
    expect(await test.service.storage.approval(institutionId, "a1")).toMatchObject({ stage: "expired" });
    const events = await test.service.storage.eventsOfCustomer(institutionId, "hanako", 99);
    expect(events.filter(({ type }) => type === "approval.expired")).toHaveLength(1);
  });

  it("still ends tokens when records cannot be deleted", async () => {
    await issueToken(test);
    await passLifetime("hanako");
    const storage = { ...test.service.storage, sweep: () => Promise.reject(new Error("the disk is full")) };
    await sweep({ ...test.service, storage });
    expect((await look("hanako"))[0]?.life).toBe("expired");
  });

  it("begins nothing more once it is to stop", async () => {
    await issueToken(test);
    await passLifetime("hanako");
    await sweep(test.service, AbortSignal.abort());
    expect((await look("hanako"))[0]?.life).toBe("issued");
  });
});
