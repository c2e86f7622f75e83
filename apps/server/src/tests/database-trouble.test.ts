import { mkdtempSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LightMyRequestResponse } from "fastify";
import { userIdCheckCharacter } from "@warifu/otp";
import { createKeyRing, migrate } from "@warifu/storage";
import { holdFile } from "@warifu/storage/held-file";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiKey, bankCallback, clientSecret, openAllFaces } from "./all-faces.ts";
import type { AllFaces } from "./all-faces.ts";
import { testConfig } from "./test-service.ts";

const folder = mkdtempSync(join(tmpdir(), "warifu-trouble-"));
const path = join(folder, "warifu.db");
const config = { ...testConfig, database: `sqlite:${path}`, keyRingFile: join(folder, "key-ring.json") };
let faces: AllFaces;

beforeAll(async () => {
  await createKeyRing(config.keyRingFile);
  await migrate(config.database);
  faces = await openAllFaces({ config });
  await faces.askApi("PUT", "hanako/application", {});
});
afterAll(async () => {
  await faces.close();
  rmSync(folder, { recursive: true });
});

const pushRequest = () =>
  faces.apps.gate.inject({
    method: "POST",
    url: "/openid/request",
    headers: {
      authorization: `Basic ${Buffer.from(`ozora-bank:${clientSecret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    payload: new URLSearchParams({
      client_id: "ozora-bank",
      redirect_uri: bankCallback,
      response_type: "code",
      scope: "openid",
      code_challenge: "a".repeat(43),
      code_challenge_method: "S256",
      state: "state",
      login_hint: "hanako",
      warifu_purpose: "login",
    }).toString(),
  });

describe("while another program holds the database file", () => {
  it("every face answers 503 with Retry-After in its own form, /readyz says no, and the log says it once", async () => {
    const link = await faces.staffLink();
    const held = await holdFile(path);
    const answers: Record<string, LightMyRequestResponse> = {
      api: await faces.apps.api.inject({
        method: "POST",
        url: "/v1/customers/hanako/verifications",
        headers: { authorization: `Bearer ${apiKey}` },
        payload: { otp: "12345678", purpose: "login" },
      }),
      "pushed request": await pushRequest(),
      token: await faces.browser("token").ask({
        method: "POST",
        url: "/activation/start",
        headers: { "content-type": "application/json" },
        payload: JSON.stringify({
          serviceId: "10121234",
          userId: `000000000000000${userIdCheckCharacter("000000000000000")}`,
          ke1: "A".repeat(128),
        }),
      }),
      console: await faces.browser("console").post("/sign-in/link", { link }),
    };
    const told = Object.entries(answers).map(([what, { statusCode, headers }]) => [
      what,
      statusCode,
      headers["retry-after"],
    ]);
    const ready = await faces.apps.ops.inject("/readyz");
    const logged = faces.test.logged();
    await held.letGo();

    expect(told).toEqual([
      ["api", 503, "1"],
      ["pushed request", 503, "1"],
      ["token", 503, "1"],
      ["console", 503, "1"],
    ]);
    expect(answers["api"]?.json()).toMatchObject({ code: "unavailable" });
    expect(answers["pushed request"]?.json()).toMatchObject({ error: "temporarily_unavailable" });
    expect([ready.statusCode, ready.json()]).toEqual([503, { status: "unreachable" }]);
    const lines = logged.split("\n").filter((line) => line.includes("the database does not do its work"));
    expect(lines.map((line) => (JSON.parse(line) as { reason: string }).reason)).toEqual(["locked"]);
    // Neither a statement nor a path of the database is in the log.
    expect(logged).not.toMatch(/BEGIN IMMEDIATE|INSERT INTO|warifu\.db/);
  });

  it("is well again by itself when the file is free", async () => {
    expect((await faces.apps.ops.inject("/readyz")).json()).toEqual({ status: "ready" });
    expect((await pushRequest()).statusCode).toBe(201);
    expect(faces.test.logged()).toContain("the database does its work again");
  });
});

describe("a customer whose record was changed from outside", () => {
  it("is found, and every screen about it says in words that it cannot be read; nobody else is hurt", async () => {
    const put = (customerId: string, name: string) =>
      faces.askApi("PUT", `${customerId}/application`, { name, branchCode: "001", accountNumber: "7654321" });
    await put("jiro", "次郎");
    await put("saburo", "三郎");
    const db = new DatabaseSync(path);
    db.exec("UPDATE customer SET sealed_profile = zeroblob(80) WHERE customer_id = 'jiro'");
    db.close();
    const teller = await faces.signedIn();
    await teller.post("/search", { branchCode: "001", accountNumber: "7654321" });
    const found = (await teller.get("/search")).body;
    expect(found).toContain("記録が読み取れません");
    expect(found).toContain("三郎");
    const page = await teller.get("/customers/jiro");
    expect([page.statusCode, page.body.includes("この記録は読み取れません")]).toEqual([500, true]);
    expect((await teller.get("/customers/saburo")).statusCode).toBe(200);
    expect((await faces.askApi("GET", "jiro")).body).toMatchObject({ code: "internal" });
    expect((await faces.apps.ops.inject("/readyz")).json()).toEqual({ status: "ready" });
  });
});
