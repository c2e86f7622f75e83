import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRegistration } from "@warifu/activation/browser";
import { stepAt, totp } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { apply, defaultPolicy, finishActivation, noProfile, receipt, startActivation } from "@warifu/rules";
import type { Actor, ClientOpenid, Context, CustomerState, Decision, Institution, Policy } from "@warifu/rules";
import { createKeyRing } from "@warifu/storage";
import * as openid from "openid-client";
import { composeService } from "../../../serving/compose.ts";
import type { Config } from "../../../configuration/config.ts";
import { makeLog } from "../../../telemetry/log.ts";
import type { Service } from "../../../service.ts";
import { makeGateFace } from "../make-gate-face.ts";
import { BrowserWindow } from "./browser-window.ts";
import type { Page } from "./browser-window.ts";

export const redirectUri = "http://localhost:4000/callback";
export const serviceId = "10121234";
const institutionId = "ozora";
export const clientSecret = "the bank's own secret of these tests";
const operator: Actor = { kind: "operator", id: null, channel: "command" };

/** A gate that really listens, on a loopback port of its own, over the memory store; and the bank's half by openid-client. */
export interface GateBench {
  readonly origin: string;
  readonly service: Service;
  readonly bank: openid.Configuration;
  /** Moves the service's clock; nothing waits. */
  passMs(ms: number): void;
  window(): BrowserWindow;
  /** What the log has had so far, a line each. */
  logged(): readonly Record<string, unknown>[];
  state(customerId: string): Promise<CustomerState>;
  applyFor(customerId: string): Promise<void>;
  setPolicy(policy: Partial<Policy>): Promise<void>;
  /** Another client of the same bank, which speaks OpenID in this way; its secret is `clientSecret`. */
  addClient(clientId: string, openid: ClientOpenid, redirectUris?: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export async function openGateBench(): Promise<GateBench> {
  const folder = mkdtempSync(join(tmpdir(), "warifu-gate-"));
  const keyRingFile = join(folder, "key-ring.json");
  await createKeyRing(keyRingFile);
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  let passedMs = 0;
  const lines: string[] = [];
  const log = makeLog({ logLevel: "info" }, { write: (line) => lines.push(line) });
  const { service } = await composeService(configFor(origin, port, keyRingFile), {
    nowMs: () => Date.now() + passedMs,
    log,
  });
  await service.storage.putInstitution(institutionWith({}), eventOf(service, "institution.saved"));
  await service.storage.addClient(
    {
      clientId: "ozora-bank",
      institutionId,
      name: "大空インターネットバンキング",
      redirectUris: [redirectUri],
      clientSecret,
    },
    eventOf(service, "client.saved"),
  );
  const app = await makeGateFace(service);
  await app.listen({ host: "localhost", port });
  const bank = await openid.discovery(
    new URL(origin),
    "ozora-bank",
    undefined,
    openid.ClientSecretBasic(clientSecret),
    {
      execute: [openid.allowInsecureRequests],
    },
  );
  return {
    origin,
    service,
    bank,
    passMs: (ms) => {
      passedMs += ms;
    },
    window: () => new BrowserWindow(origin),
    logged: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    state: (customerId) => service.storage.look({ institutionId, customerId }),
    applyFor: async (customerId) => {
      await service.perform(institutionWith({}), { institutionId, customerId }, operator, (state, context) =>
        apply(state, { institutionId, customerId, profile: noProfile }, context),
      );
    },
    setPolicy: (policy) =>
      service.storage.putInstitution(institutionWith(policy), eventOf(service, "institution.saved")),
    addClient: (clientId, how, redirectUris = [redirectUri]) =>
      service.storage.addClient(
        { clientId, institutionId, name: clientId, redirectUris, clientSecret, openid: how },
        eventOf(service, "client.saved"),
      ),
    close: async () => {
      await app.close();
      await service.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** What the bank keeps in its own session while the customer is at the gate. */
export interface BankSession {
  readonly address: URL;
  readonly state: string;
  readonly verifier: string;
}

/** The bank pushes an authorization request for a customer whom it has logged in. */
export async function askGate(
  bench: GateBench,
  customerId: string,
  parameters: Record<string, string> = {},
): Promise<BankSession> {
  const verifier = openid.randomPKCECodeVerifier();
  const state = openid.randomState();
  const address = await openid.buildAuthorizationUrlWithPAR(bench.bank, {
    redirect_uri: redirectUri,
    scope: "openid",
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    login_hint: customerId,
    warifu_purpose: "login",
    ui_locales: "ja",
    ...parameters,
  });
  return { address, state, verifier };
}

/** The bank takes the browser back and exchanges the code; gives what the ID token says. */
export async function backAtBank(bench: GateBench, session: BankSession, page: Page, nonce?: string) {
  const tokens = await openid.authorizationCodeGrant(bench.bank, page.url, {
    pkceCodeVerifier: session.verifier,
    expectedState: session.state,
    ...(nonce === undefined ? {} : { expectedNonce: nonce }),
  });
  return tokens.claims();
}

/** Logs the customer in at the bank and opens the gate in a window of its own. */
export async function visitGate(bench: GateBench, customerId: string, parameters: Record<string, string> = {}) {
  const session = await askGate(bench, customerId, parameters);
  const window = bench.window();
  const page = await window.open(session.address);
  return { session, window, page, here: page.url.pathname };
}

/** What the page's script does on トークン発行: OPAQUE registration, then the form. */
export async function issueAt(
  window: BrowserWindow,
  here: string,
  fields: Record<string, string> = {},
  activationPassword = "4193",
): Promise<Page> {
  const { registrationId, registrationRecord } = await registerAt(window, here, activationPassword);
  return window.post(`${here}/issue`, {
    mobileEmail: "hanakodt@oozora.co.jp",
    mobileEmailAgain: "hanakodt@oozora.co.jp",
    registrationId,
    registrationRecord,
    ...fields,
  });
}

export async function registerAt(window: BrowserWindow, here: string, activationPassword = "4193") {
  const registration = await startRegistration(activationPassword);
  const page = await window.postJson(`${here}/registration`, { registrationRequest: registration.registrationRequest });
  const answer = JSON.parse(page.text) as {
    registrationId: string;
    registrationResponse: string;
    userId: string;
    serviceId: string;
  };
  const { registrationRecord } = registration.finish(answer.registrationResponse, answer);
  return { ...answer, registrationRecord };
}

const tokenKey = new Uint8Array(32).fill(7);

/** One try of the set-up that comes to nothing: debited before the phone could have proved anything. */
export async function tryActivation(bench: GateBench, userId: string): Promise<void> {
  const phone: Actor = { kind: "phone", id: null, channel: "app" };
  await bench.service.perform(institutionWith({}), { institutionId, userId }, phone, (state, context) =>
    startActivation(state, { userId }, context),
  );
}

/** The phone's half, as the token face would carry it out: from the issued token to the receipt. */
export async function setUpPhone(bench: GateBench, customerId: string): Promise<void> {
  const institution = institutionWith({});
  const phone: Actor = { kind: "phone", id: null, channel: "app" };
  const [token] = (await bench.state(customerId)).tokens;
  if (token === undefined || token.userId === null || token.registrationRecord === null)
    throw new Error("nothing to set up");
  const { tokenId, userId, registrationRecord } = token;
  const subject = { institutionId, userId };
  await bench.service.perform(institution, subject, phone, (state, context) =>
    finishActivation(state, { tokenId, registrationRecord, key: tokenKey }, context),
  );
  await bench.service.perform(institution, subject, phone, (state, context) =>
    receipt(state, { userId, proves: () => true }, context),
  );
}

/** The code the phone shows now, or `steps` later. */
export function codeNow(bench: GateBench, steps = 0): string {
  const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;
  return totp(nodeHmac, tokenKey, bench.service.nowMs() + steps * 60_000, parameters);
}

/** A code that is right in none of the steps around now. */
export function wrongCode(bench: GateBench): string {
  const right = new Set(Array.from({ length: 200 }, (_, index) => codeNow(bench, index - 100)));
  let guess = stepAt(bench.service.nowMs(), 60) % 10_000_000;
  while (right.has(String(guess).padStart(8, "0"))) guess += 1;
  return String(guess).padStart(8, "0");
}

/** A form sent as one of the gate's own pages would, and its answer's redirect not followed: what a slow or lost connection leaves. */
export async function postOnly(window: BrowserWindow, path: string, fields: Record<string, string> = {}) {
  const cookie = window
    .cookies()
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  const { origin } = window;
  return fetch(new URL(path, origin), {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { cookie, origin },
    redirect: "manual",
  });
}

/** From the application to a token in use. */
export async function startUse(bench: GateBench, customerId: string): Promise<void> {
  await bench.applyFor(customerId);
  const { window, here } = await visitGate(bench, customerId);
  await issueAt(window, here);
  await setUpPhone(bench, customerId);
  await window.post(`${here}/confirm`, { otp: codeNow(bench) });
}

/** Carries out one act, as another channel would while the customer is at the gate. */
export function actMeanwhile(
  bench: GateBench,
  customerId: string,
  decide: (state: CustomerState, context: Context) => Decision<unknown>,
  policy: Partial<Policy> = {},
): Promise<unknown> {
  return bench.service.perform(institutionWith(policy), { institutionId, customerId }, operator, decide);
}

function institutionWith(policy: Partial<Policy>): Institution {
  return {
    institutionId,
    serviceId,
    texts: {
      nameJa: "大空信用組合",
      nameEn: "Ozora Credit Union",
      supportPhone: "0120-000-123",
      supportHoursJa: "平日 9:00〜17:00",
      supportHoursEn: "Weekdays 9:00–17:00",
    },
    policy: { ...defaultPolicy, ...policy },
  };
}

function eventOf(service: Service, type: "institution.saved" | "client.saved") {
  const actor = operator;
  return { type, atMs: service.nowMs(), actor, institutionId, customerId: null, tokenId: null, detail: {} } as const;
}

function configFor(origin: string, port: number, keyRingFile: string): Config {
  return {
    database: "memory:",
    keyRingFile,
    environment: "training",
    host: "localhost",
    opsHost: "localhost",
    radiusHost: "localhost",
    ports: { gate: port, token: 0, console: 0, api: 0, ops: 0, radius: 0 },
    origins: {
      gate: origin,
      token: "http://localhost:4002",
      console: "http://localhost:4003",
      api: "http://localhost:4004",
    },
    mail: { smtpUrl: "smtp://localhost:1", from: "otp@otp-auth.example", senderDomain: "otp-auth.example" },
    logLevel: "silent",
    trustedProxies: [],
    stopWaitMs: 0,
  };
}

/** The issuer's origin must be known before it listens, so the port is asked for first. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "localhost", () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === "object" && address !== null) resolve(address.port);
        else reject(new Error("no port"));
      });
    });
  });
}
