import { createHash, randomBytes } from "node:crypto";
import type { EventType } from "@warifu/rules";
import type { FastifyInstance } from "fastify";
import type { Config } from "../configuration/config.ts";
import { hashApiKey } from "../faces/api/api-key.ts";
import { makeApiFace } from "../faces/api/make-api-face.ts";
import { makeConsoleFace } from "../faces/console/make-console-face.ts";
import { signInLinkId, signInLinkKind } from "../faces/console/sign-in/sign-in-link.ts";
import { makeGateFace } from "../faces/gate/make-gate-face.ts";
import { makeOpsFace } from "../faces/ops/make-ops-face.ts";
import { makeTokenFace } from "../faces/token/make-token-face.ts";
import { TestBrowser } from "./test-browser.ts";
import { makeTestService, testConfig } from "./test-service.ts";
import type { TestService } from "./test-service.ts";
import { operatorEvent } from "../commands/operator.ts";

const clientId = "ozora-bank";
const staffId = "teller-1";
export const bankCallback = "https://bank.example.jp/callback";
export const clientSecret = `client-secret-${randomBytes(16).toString("hex")}`;
export const apiKey = `wrf_0123456789abcdef_${randomBytes(32).toString("hex")}`;

/** Every face over one service, one institution, its bank with an API key, and one teller; nothing listens. */
export interface AllFaces {
  readonly test: TestService;
  readonly apps: Readonly<Record<"gate" | "token" | "console" | "api" | "ops", FastifyInstance>>;
  browser(face: "gate" | "token" | "console"): TestBrowser;
  /** The bank pushes a request and leads the browser to the gate; gives the path of the visit. */
  openVisit(browser: TestBrowser, customerId: string, purpose?: "login" | "transfer"): Promise<string>;
  /** A sign-in link's last part, for the teller. */
  staffLink(): Promise<string>;
  /** A browser at the console in which the teller is signed in. */
  signedIn(): Promise<TestBrowser>;
  askApi(
    method: "GET" | "POST" | "PUT" | "DELETE",
    path: string,
    body?: object,
  ): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
}

export async function openAllFaces({ config = testConfig }: { config?: Config } = {}): Promise<AllFaces> {
  const test = await makeTestService({ config, policy: { browserTabSetup: true } });
  const { service, institution } = test;
  const { storage } = service;
  const { institutionId } = institution;
  const event = (type: EventType) => operatorEvent(type, test.clock.nowMs, institutionId);
  const client = {
    clientId,
    institutionId,
    name: "大空インターネットバンキング",
    redirectUris: [bankCallback],
    clientSecret,
  };
  await storage.addClient(client, event("client.saved"));
  const stored = { keyId: apiKey.slice(4, 20), clientId, institutionId, keyHash: hashApiKey(apiKey) };
  const times = { createdAtMs: test.clock.nowMs, lastUsedAtMs: null, revokedAtMs: null };
  await storage.addApiKey({ ...stored, ...times }, 2, event("apiKey.created"));
  const teller = { staffId, institutionId, name: "山田 窓口", branchName: "本店", role: "teller" } as const;
  await storage.putStaff({ ...teller, passkeys: [], disabledAtMs: null }, event("staff.saved"));

  const apps = {
    gate: await makeGateFace(service),
    token: await makeTokenFace(service),
    console: await makeConsoleFace(service),
    api: await makeApiFace(service),
    ops: await makeOpsFace(service),
  };
  const browser: AllFaces["browser"] = (face) => new TestBrowser(apps[face], testConfig.origins[face]);

  const openVisit: AllFaces["openVisit"] = async (at, customerId, purpose = "login") => {
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    const pushed = await apps.gate.inject({
      method: "POST",
      url: "/openid/request",
      headers: { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({
        client_id: clientId,
        redirect_uri: bankCallback,
        response_type: "code",
        scope: "openid",
        code_challenge: createHash("sha256").update("verifier").digest("base64url"),
        code_challenge_method: "S256",
        state: "state-of-the-bank",
        login_hint: customerId,
        warifu_purpose: purpose,
      }).toString(),
    });
    const { request_uri: requestUri } = pushed.json<{ request_uri: string }>();
    const query = new URLSearchParams({ client_id: clientId, request_uri: requestUri });
    const opened = await at.get(`/openid/authorize?${query.toString()}`);
    return new URL(opened.headers.location ?? "", testConfig.origins.gate).pathname;
  };

  const staffLink = async (): Promise<string> => {
    const token = randomBytes(32).toString("base64url");
    await storage.put(signInLinkKind, signInLinkId(token), { staffId }, test.clock.nowMs + 86_400_000);
    return token;
  };

  return {
    test,
    apps,
    browser,
    openVisit,
    staffLink,
    async signedIn() {
      const at = browser("console");
      await at.post("/sign-in/link", { link: await staffLink() });
      return at;
    },
    async askApi(method, path, body) {
      const answer = await apps.api.inject({
        method,
        url: `/v1/customers/${path}`,
        headers: { authorization: `Bearer ${apiKey}` },
        ...(body === undefined ? {} : { payload: body }),
      });
      return { status: answer.statusCode, body: answer.json() };
    },
    async close() {
      for (const app of Object.values(apps)) await app.close();
      await service.close();
    },
  };
}
