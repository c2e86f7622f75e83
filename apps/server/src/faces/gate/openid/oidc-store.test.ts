import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyRing, openKeyVault, openStorage } from "@warifu/storage";
import type { Storage } from "@warifu/rules";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { oidcStore } from "./oidc-store.ts";

const folder = mkdtempSync(join(tmpdir(), "warifu-oidc-store-"));
let now = 1_000_000_000_000;
let storage: Storage;
beforeAll(async () => {
  const ring = join(folder, "key-ring.json");
  await createKeyRing(ring);
  storage = await openStorage("memory:", await openKeyVault(ring), { nowMs: () => now });
});
afterAll(async () => {
  await storage.close();
  rmSync(folder, { recursive: true });
});

const adapter = (model: string) => oidcStore({ storage, nowMs: () => now })(model);

describe("what the OpenID provider keeps", () => {
  it("ends by the service's clock", async () => {
    await adapter("AuthorizationCode").upsert("a", { jti: "a" }, 60);
    now += 59_999;
    expect(await adapter("AuthorizationCode").find("a")).toEqual({ jti: "a" });
    now += 1;
    expect(await adapter("AuthorizationCode").find("a")).toBeUndefined();
  });

  it("must have an end", async () => {
    await expect(adapter("Grant").upsert("endless", {})).rejects.toThrow("Grant has no lifetime");
  });

  it("is consumed by one of any number of simultaneous callers", async () => {
    await adapter("AuthorizationCode").upsert("once", { jti: "once" }, 60);
    const tries = Array.from({ length: 20 }, () => adapter("AuthorizationCode").consume("once"));
    const settled = await Promise.allSettled(tries);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await adapter("AuthorizationCode").find("once")).toMatchObject({ consumed: Math.floor(now / 1000) });
  });

  it("stays destroyed, when whoever read it before saves it after", async () => {
    const payload = { jti: "interaction", uid: "of-the-interaction" };
    await adapter("Interaction").upsert("interaction", payload, 60);
    await adapter("Interaction").destroy("interaction");
    await adapter("Interaction").upsert("interaction", { ...payload, result: {} }, 60);
    expect(await adapter("Interaction").find("interaction")).toBeUndefined();
    expect(await adapter("Interaction").findByUid("of-the-interaction")).toBeUndefined();
    await expect(adapter("Interaction").consume("interaction")).rejects.toThrow("invalid_grant");
  });

  it("goes with its grant, in every model", async () => {
    await adapter("AuthorizationCode").upsert("code", { grantId: "g" }, 60);
    await adapter("AccessToken").upsert("token", { grantId: "g" }, 60);
    await adapter("AccessToken").upsert("other", { grantId: "h" }, 60);
    await adapter("AuthorizationCode").revokeByGrantId("g");
    expect(await adapter("AuthorizationCode").find("code")).toBeUndefined();
    expect(await adapter("AccessToken").find("token")).toBeUndefined();
    expect(await adapter("AccessToken").find("other")).toBeDefined();
  });

  it("is found by its second names", async () => {
    await adapter("Interaction").upsert("i", { uid: "u", userCode: "c" }, 60);
    expect(await adapter("Interaction").findByUid("u")).toMatchObject({ uid: "u" });
    expect(await adapter("Interaction").findByUserCode("c")).toMatchObject({ uid: "u" });
    expect(await adapter("Interaction").findByUid("nobody")).toBeUndefined();
  });

  it("is never a log-in session: the next request may be another customer's", async () => {
    await adapter("Session").upsert("s", { uid: "u", accountId: "hanako" }, 60);
    expect(await adapter("Session").find("s")).toBeUndefined();
    expect(await adapter("Session").findByUid("u")).toBeUndefined();
  });

  it("knows only the clients of the directory", async () => {
    expect(await adapter("Client").find("nobody")).toBeUndefined();
    await adapter("Client").upsert("nobody", { client_id: "nobody" }, 60);
    expect(await adapter("Client").find("nobody")).toBeUndefined();
  });
});
