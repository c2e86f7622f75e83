import { webcrypto } from "node:crypto";
import { startRegistration } from "@warifu/activation/browser";
import { receiptFor, startActivation } from "@warifu/activation/phone";
import { totp } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { activationPaths } from "@warifu/wire/activation";
import type { ActivationStarted } from "@warifu/wire/activation";
import type { LightMyRequestResponse } from "fastify";
import type { AllFaces } from "./all-faces.ts";
import type { TestBrowser } from "./test-browser.ts";

const serviceId = "10121234";

export interface Registered {
  readonly registrationId: string;
  readonly registrationRecord: string;
  readonly userId: string;
}

/** The first half of トークン発行, as the page's script does it. */
export async function registerAt(browser: TestBrowser, here: string, activationPassword: string): Promise<Registered> {
  const registration = await startRegistration(activationPassword);
  const { registrationRequest } = registration;
  const answer = await browser.postJson(`${here}/registration`, { registrationRequest });
  const { registrationId, userId, registrationResponse } = answer.json<Registered & { registrationResponse: string }>();
  const { registrationRecord } = registration.finish(registrationResponse, { serviceId, userId });
  return { registrationId, registrationRecord, userId };
}

export async function issueAt(
  browser: TestBrowser,
  here: string,
  { activationPassword = "48151623", mobileEmail = "hanakodt@oozora.co.jp" } = {},
): Promise<Registered> {
  const registered = await registerAt(browser, here, activationPassword);
  const { registrationId, registrationRecord } = registered;
  const fields = { mobileEmail, mobileEmailAgain: mobileEmail, registrationId, registrationRecord };
  await browser.post(`${here}/issue`, fields);
  return registered;
}

/** The phone, one message at a time. */
export class TestPhone {
  readonly #browser: TestBrowser;
  readonly #faces: AllFaces;
  readonly #userId: string;
  readonly #activationPassword: string;
  #exchange: Awaited<ReturnType<typeof startActivation>> | undefined;
  started: ActivationStarted | undefined;
  ke3 = "";
  tokenKey = new Uint8Array(32);
  receiptSent = "";

  constructor(faces: AllFaces, userId: string, activationPassword = "48151623") {
    this.#faces = faces;
    this.#browser = faces.browser("token");
    this.#userId = userId;
    this.#activationPassword = activationPassword;
  }

  async start(): Promise<LightMyRequestResponse> {
    const ids = { serviceId, userId: this.#userId };
    this.#exchange = await startActivation({ ...ids, activationPassword: this.#activationPassword });
    const answer = await this.#browser.postJson(activationPaths.start, { ...ids, ke1: this.#exchange.ke1 });
    if (answer.statusCode === 200) this.started = answer.json<ActivationStarted>();
    return answer;
  }

  /** Derives the key (undefined password: stays without one) and sends KE3. */
  finish(): Promise<LightMyRequestResponse> {
    const { started } = this;
    const agreed = started && this.#exchange?.finish(started.ke2, started.parameters);
    this.ke3 = agreed?.ke3 ?? "A".repeat(86);
    this.tokenKey = agreed?.tokenKey ?? this.tokenKey;
    return this.#browser.postJson(activationPaths.finish, { exchangeId: started?.exchangeId ?? "", ke3: this.ke3 });
  }

  async receipt(): Promise<LightMyRequestResponse> {
    const ids = { serviceId, userId: this.#userId };
    const usage = { name: "HMAC", hash: "SHA-256" };
    const key = await webcrypto.subtle.importKey("raw", new Uint8Array(this.tokenKey), usage, false, ["sign"]);
    this.receiptSent = await receiptFor(key, ids);
    return this.#browser.postJson(activationPaths.receipt, { ...ids, receipt: this.receiptSent });
  }

  /** The code it shows now, or `steps` later. */
  code(steps = 0): string {
    const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;
    return totp(nodeHmac, this.tokenKey, this.#faces.test.clock.nowMs + steps * 60_000, parameters);
  }
}
