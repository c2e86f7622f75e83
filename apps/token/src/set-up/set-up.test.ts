import { startRegistration } from "@warifu/activation/browser";
import { startActivation } from "@warifu/activation/phone";
import { createServerSetup, makeActivationServer } from "@warifu/activation/server";
import { makeUserId, totp } from "@warifu/otp";
import { nobleHmac } from "@warifu/otp/noble";
import type { ActivationStarted } from "@warifu/wire/activation";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mostTokens } from "../keyholder/held-tokens.ts";
import { makePhone, nowMs, ozora as institution, storedToken } from "../keyholder/testing/phone-in-memory.ts";
import type { Answer, ServiceClient } from "../service/service-client.ts";
import { StorageBlocked } from "../storage/database.ts";
import type { StoredToken } from "../storage/stored-token.ts";
import { deliverReceipt } from "./deliver-receipt.ts";
import { setUp, type SetUpPorts } from "./set-up.ts";

const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;
const entries = { serviceId: "10121234", userId: makeUserId(new Uint8Array(16).fill(3)), activationPassword: "48151" };

let server: Awaited<ReturnType<typeof makeActivationServer>>;
let registrationRecord: string;

beforeAll(async () => {
  server = await makeActivationServer({ serverSetup: await createServerSetup() });
  const registration = await startRegistration(entries.activationPassword);
  const response = server.registrationResponse({ ...entries, registrationRequest: registration.registrationRequest });
  if (!response.ok) throw new Error("The registration was refused");
  ({ registrationRecord } = registration.finish(response.value, entries));
});

/** One customer's issuance at a service that runs the real server half; `lose` names messages that get lost on their way or back. */
function makeService() {
  const at = { triesLeft: 5, key: null as Uint8Array | null, state: "issued" as "issued" | "activated" | "inUse" };
  const exchanges = new Map<string, string>();
  const lose = { request: new Set<string>(), answer: new Set<string>() };
  const calls: string[] = [];
  async function over<Value>(name: string, answer: () => Answer<Value>): Promise<Answer<Value>> {
    calls.push(name);
    if (lose.request.has(name)) return { ok: false, why: "noNetwork" };
    const value = answer();
    return lose.answer.has(name) ? { ok: false, why: "noNetwork" } : value;
  }
  const refused = { ok: false, why: "activationRefused" } as const;
  const client: ServiceClient = {
    timeMs: async () => await over("time", () => ({ ok: true, value: nowMs })),
    settings: async () =>
      await over("settings", () => ({ ok: true, value: { browserTabAnywhere: false, installedBefore: false } })),
    institution: async (serviceId) =>
      await over("institution", () =>
        serviceId === institution.serviceId ? { ok: true, value: institution } : { ok: false, why: "unknownService" },
      ),
    start: async ({ serviceId, userId, ke1 }) =>
      await over<ActivationStarted>("start", () => {
        if (at.triesLeft === 0 || at.state !== "issued") return refused;
        at.triesLeft -= 1;
        const record = userId === entries.userId ? registrationRecord : null;
        const started = server.start({ serviceId, userId, registrationRecord: record, ke1, parameters });
        if (!started.ok) return { ok: false, why: "malformed" };
        const exchangeId = `exchange-${exchanges.size}`;
        exchanges.set(exchangeId, started.exchangeState);
        return { ok: true, value: { exchangeId, ke2: started.ke2, triesLeft: at.triesLeft, parameters } };
      }),
    finish: async ({ exchangeId, ke3 }) =>
      await over("finish", () => {
        const exchangeState = exchanges.get(exchangeId);
        exchanges.delete(exchangeId);
        const finished = exchangeState === undefined ? refused : server.finish({ exchangeState, ke3 });
        if (!finished.ok) return refused;
        at.key = finished.tokenKey;
        return { ok: true, value: { institution } };
      }),
    status: async () => await over("status", () => refused),
    receipt: async ({ serviceId, userId, receipt }) =>
      await over("receipt", () => {
        if (at.key === null || !server.receiptMatches(at.key, { serviceId, userId }, receipt)) return refused;
        if (at.state === "issued") at.state = "activated";
        return { ok: true, value: { status: at.state } };
      }),
  };
  return { client, at, lose, calls };
}

let service: ReturnType<typeof makeService>;
let phone: ReturnType<typeof makePhone>;
let ports: SetUpPorts;

beforeEach(() => {
  service = makeService();
  phone = makePhone();
  ports = { service: service.client, keyholder: phone.open(), startActivation, isInstalled: true };
});

const kept = (): readonly StoredToken[] => phone.readable();

describe("the initial set-up", () => {
  it("ends with a key on both sides that makes the same codes", async () => {
    const outcome = await setUp(entries, ports);
    expect(kept()).toMatchObject([{ state: "activated", institution, parameters, userId: entries.userId }]);
    if (outcome.kind !== "done" || service.at.key === null) throw new Error("No key");
    const unlocked = await ports.keyholder.unlock(outcome.tokenId);
    if (unlocked.kind !== "unlocked") throw new Error("Not unlocked");
    expect(await unlocked.signer.codeAt(nowMs)).toBe(totp(nobleHmac, service.at.key, nowMs, parameters));
    expect(service.at).toMatchObject({ state: "activated", triesLeft: 4 });
  });

  it("keeps the key and reads it back before the service is told", async () => {
    const order: string[] = [];
    const keyholder = phone.open({
      async act(decide) {
        await phone.store.act(decide);
        order.push(...kept().map(({ state }) => `keep ${state}`));
      },
      async all() {
        order.push("read");
        return await phone.store.all();
      },
    });
    const finish: ServiceClient["finish"] = async (request) => {
      order.push("finish");
      return await service.client.finish(request);
    };
    await setUp(entries, { ...ports, keyholder, service: { ...service.client, finish } });
    expect(order).toEqual(["read", "keep pendingReceipt", "read", "finish", "keep activated", "read"]);
  });

  it("tells how many tries are left after wrong entries, and keeps nothing", async () => {
    const wrong = { ...entries, activationPassword: "99999" };
    expect(await setUp(wrong, ports)).toMatchObject({ kind: "wrongEntries", triesLeft: 4 });
    const unknown = { ...entries, userId: makeUserId(new Uint8Array(16).fill(9)) };
    expect(await setUp(unknown, ports)).toMatchObject({ kind: "wrongEntries", triesLeft: 3 });
    expect(kept()).toEqual([]);
    expect(service.calls).not.toContain("finish");
  });

  it("is refused when the tries are spent", async () => {
    service.at.triesLeft = 0;
    expect(await setUp(entries, ports)).toMatchObject({
      kind: "refused",
      institution: { supportPhone: "0120-000-123" },
    });
  });

  it("spends no try on a service ID that nobody has, nor in a tab where that is not allowed", async () => {
    expect(await setUp({ ...entries, serviceId: "99999999" }, ports)).toEqual({ kind: "unknownService" });
    expect(await setUp(entries, { ...ports, isInstalled: false })).toMatchObject({ kind: "installFirst" });
    expect(service.at.triesLeft).toBe(5);
  });

  it("spends no try without a network, and can be repeated", async () => {
    service.lose.request.add("institution");
    expect(await setUp(entries, ports)).toEqual({ kind: "noNetwork" });
    service.lose.request.clear();
    expect(await setUp(entries, ports)).toMatchObject({ kind: "done" });
  });

  it("goes on by itself when the answer to the last message is lost", async () => {
    service.lose.answer.add("finish");
    expect(await setUp(entries, ports)).toMatchObject({ kind: "done" });
    expect(service.at.triesLeft).toBe(4);
  });

  it("sends the last message again when it got lost on its way", async () => {
    service.lose.request.add("finish");
    const receipt: ServiceClient["receipt"] = async (request) => {
      const answer = await service.client.receipt(request);
      service.lose.request.clear();
      return answer;
    };
    expect(await setUp(entries, { ...ports, service: { ...service.client, receipt } })).toMatchObject({ kind: "done" });
    expect(service.at.triesLeft).toBe(4);
  });

  it("broken off before the receipt is taken up again by entering the same, without another try", async () => {
    service.lose.request.add("receipt");
    expect(await setUp(entries, ports)).toMatchObject({ kind: "unfinished" });
    expect(kept()).toMatchObject([{ state: "pendingReceipt" }]);
    expect(await setUp(entries, ports)).toMatchObject({ kind: "unfinished" });
    service.lose.request.clear();
    expect(await setUp(entries, ports)).toMatchObject({ kind: "done" });
    expect(service.at.triesLeft).toBe(4);
    expect(kept()).toMatchObject([{ state: "activated" }]);
  });

  it("whose receipt arrived but whose answer was lost is done at the next look", async () => {
    service.lose.answer.add("receipt");
    expect(await setUp(entries, ports)).toMatchObject({ kind: "unfinished" });
    service.lose.answer.clear();
    expect(await setUp(entries, ports)).toMatchObject({ kind: "done" });
  });

  it("broken off before the service had the key begins anew and leaves one token", async () => {
    service.lose.request.add("finish").add("receipt");
    expect(await setUp(entries, ports)).toMatchObject({ kind: "unfinished" });
    service.lose.request.clear();
    expect(await setUp(entries, ports)).toMatchObject({ kind: "done" });
    expect(kept()).toHaveLength(1);
    expect(service.at.triesLeft).toBe(3);
  });

  it("on a phone that already holds the token is done at once, even without a network", async () => {
    await setUp(entries, ports);
    service.lose.request.add("institution").add("start").add("receipt");
    expect(await setUp(entries, ports)).toMatchObject({ kind: "done" });
    expect(service.at.triesLeft).toBe(4);
  });

  it("spends no try on a phone that is full; what it holds already may be set up again", async () => {
    for (let seed = 1; seed <= mostTokens; seed++) phone.records.set(`token-${seed}`, await storedToken(seed));
    expect(await setUp(entries, ports)).toEqual({ kind: "full" });
    expect(service.calls).toEqual([]);
    phone.records.set("token-1", await storedToken(1, { userId: entries.userId }));
    expect(await setUp(entries, ports)).toEqual({ kind: "done", tokenId: "token-1" });
  });

  it("leaves nothing behind when the service refuses the last message", async () => {
    const finish: ServiceClient["finish"] = async () => ({ ok: false, why: "activationRefused" });
    expect(await setUp(entries, { ...ports, service: { ...service.client, finish } })).toMatchObject({
      kind: "refused",
    });
    expect(kept()).toEqual([]);
  });

  it("stops before the service is told when the phone does not keep the key", async () => {
    const forgetful = phone.open({ all: async () => ({ tokens: [], unreadable: 0 }) });
    expect(await setUp(entries, { ...ports, keyholder: forgetful })).toEqual({ kind: "storageBlocked" });
    const full = phone.open({ act: async () => await Promise.reject(new StorageBlocked("No space")) });
    expect(await setUp(entries, { ...ports, keyholder: full })).toEqual({ kind: "storageBlocked" });
    expect(service.calls).not.toContain("finish");
    expect(await setUp(entries, ports)).toMatchObject({ kind: "done" });
  });

  it("puts a new token before the older ones and leaves those alone", async () => {
    const old = await storedToken(1, { order: -1 });
    phone.records.set(old.id, old);
    await setUp(entries, ports);
    const { tokens } = ports.keyholder.state();
    expect(tokens.map(({ userId }) => userId)).toEqual([entries.userId, old.userId]);
    expect(phone.records.get(old.id)).toBe(old);
  });

  it("learns by the same receipt when 手順5 is done", async () => {
    await setUp(entries, ports);
    service.at.state = "inUse";
    const [token] = ports.keyholder.state().tokens;
    if (token === undefined) throw new Error("No token");
    expect(await deliverReceipt(token, ports)).toEqual({ kind: "delivered" });
    expect(kept()[0]?.state).toBe("inUse");
  });
});
