import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApiKey } from "@warifu/rules";
import { hashApiKey } from "./api-key.ts";
import { callerKnownMs, makeFindCaller } from "./find-caller.ts";
import { makeApiFace } from "./make-api-face.ts";
import { apiKeys, openApiBench } from "./testing/api-bench.ts";
import type { ApiBench } from "./testing/api-bench.ts";

let bench: ApiBench;
beforeAll(async () => {
  bench = await openApiBench({ limitPerMinute: 3 });
});
afterAll(() => bench.close());

const look = (apiKey: string) => bench.ask({ url: "/v1/customers/nobody", apiKey });

describe("the limit of a key", () => {
  it("is counted for each key by itself, told on every answer, and over in a minute", async () => {
    const told = [];
    for (let count = 0; count < 5; count += 1) {
      const { statusCode, headers } = await look(apiKeys.bank);
      told.push([statusCode, headers["ratelimit-limit"], headers["ratelimit-remaining"], headers["ratelimit-reset"]]);
      if (count === 2) bench.test.clock.nowMs += 59_000;
    }
    expect(told).toEqual([
      [404, "3", "2", "60"],
      [404, "3", "1", "60"],
      [404, "3", "0", "60"],
      [429, "3", "0", "1"],
      [429, "3", "0", "1"],
    ]);
    const refused = await look(apiKeys.bank);
    expect([refused.json<{ code: string }>().code, refused.headers["retry-after"]]).toEqual(["too_many_requests", "1"]);
    expect((await look(apiKeys.otherClient)).statusCode).toBe(404);
    bench.test.clock.nowMs += 1_000;
    expect((await look(apiKeys.bank)).statusCode).toBe(404);
  });

  it("does not last for ever when the clock goes back", async () => {
    for (let count = 0; count < 4; count += 1) await look(apiKeys.foreign);
    expect((await look(apiKeys.foreign)).statusCode).toBe(429);
    bench.test.clock.nowMs -= 3_600_000;
    expect((await look(apiKeys.foreign)).statusCode).toBe(404);
  });
});

describe("a key that is revoked", () => {
  it("stops within a second on a node that has just seen it, at once on another", async () => {
    const { service, clock } = bench.test;
    const keyId = apiKeys.otherClient.slice(4, 20);
    clock.nowMs += 60_000;
    expect((await look(apiKeys.otherClient)).statusCode).toBe(404);
    await service.storage.revokeApiKey(keyId, clock.nowMs, {
      type: "apiKey.revoked",
      atMs: clock.nowMs,
      actor: { kind: "operator", id: null, channel: "command" },
      institutionId: "institution-1",
      customerId: null,
      tokenId: null,
      detail: {},
    });
    const node = await makeApiFace(service);
    const headers = { authorization: `Bearer ${apiKeys.otherClient}` };
    expect((await node.inject({ url: "/v1/customers/nobody", headers })).statusCode).toBe(401);
    await node.close();
    clock.nowMs += callerKnownMs;
    expect((await look(apiKeys.otherClient)).statusCode).toBe(401);
    clock.nowMs -= 10 * callerKnownMs;
    expect((await look(apiKeys.otherClient)).statusCode).toBe(401);
  });

  it("is looked up once for all who ask at the same time, and never known from a failed look", async () => {
    const keyHash = hashApiKey(apiKeys.bank);
    let reads = 0;
    let stored: ApiKey | null = null;
    let fails = false;
    const { institution } = bench.test;
    const callers = makeFindCaller(
      {
        apiKeyByHash: async () => {
          reads += 1;
          if (fails) throw new Error("the database is away");
          return stored;
        },
        institution: async () => institution,
      },
      () => 0,
    );
    expect(await callers.find(keyHash)).toBeNull();
    expect(callers.known(keyHash)).toBeNull();
    fails = true;
    await expect(callers.find(keyHash)).rejects.toThrow("the database is away");
    fails = false;
    const { institutionId } = institution;
    const times = { createdAtMs: 0, lastUsedAtMs: null, revokedAtMs: null };
    stored = { keyId: "k", clientId: "bank", institutionId, keyHash, ...times };
    reads = 0;
    const found = await Promise.all(Array.from({ length: 20 }, () => callers.find(keyHash)));
    expect(found.every((caller) => caller?.clientId === "bank")).toBe(true);
    expect(reads).toBe(1);
    expect(callers.known(keyHash)?.keyId).toBe("k");
  });
});
