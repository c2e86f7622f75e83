import { readFile } from "node:fs/promises";
import * as openid from "openid-client";
import type { Config } from "./read-config.ts";
import type { Asked, Transfer } from "./session/sessions.ts";

/** What the gate said about the customer. */
export type GateAnswer =
  | { readonly kind: "proved"; readonly proof: "otp" | "none" | "later" }
  | { readonly kind: "refused" | "broken" | "down" };

const proofs: Readonly<Record<string, "otp" | "none" | "later">> = {
  "urn:warifu:otp": "otp",
  "urn:warifu:none": "none",
  "urn:warifu:later": "later",
};

/**
 * The way to the OTP service: a pushed authorization request (RFC 9126), a redirect, an ID token. Everything Warifu-specific is
 * three parameters and the meaning of `acr`; the rest is any OpenID Connect client.
 */
export class Gate {
  readonly #config: Config;
  #discovered: Promise<openid.Configuration> | null = null;

  constructor(config: Config) {
    this.#config = config;
  }

  /** Asks the gate to look after the customer and gives the address to send the browser to. */
  async ask(request: {
    readonly customerId: string;
    readonly purpose: "login" | "transfer";
    readonly transfer: Transfer | null;
    readonly language: "ja" | "en";
  }): Promise<{ readonly url: string; readonly asked: Asked }> {
    const configuration = await this.#discover();
    const codeVerifier = openid.randomPKCECodeVerifier();
    const asked: Asked = {
      purpose: request.purpose,
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      codeVerifier,
      transfer: request.transfer,
    };
    const url = await openid.buildAuthorizationUrlWithPAR(configuration, {
      redirect_uri: `${this.#config.origin}/callback`,
      scope: "openid",
      state: asked.state,
      nonce: asked.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: "S256",
      login_hint: request.customerId,
      ui_locales: request.language,
      warifu_purpose: request.purpose,
      ...(request.transfer === null ? {} : { authorization_details: JSON.stringify([shown(request.transfer)]) }),
    });
    return { url: url.href, asked };
  }

  /** Reads the gate's answer from the address the browser came back with. */
  async answer(currentUrl: URL, asked: Asked, customerId: string): Promise<GateAnswer> {
    try {
      const configuration = await this.#discover();
      const tokens = await openid.authorizationCodeGrant(configuration, currentUrl, {
        pkceCodeVerifier: asked.codeVerifier,
        expectedState: asked.state,
        expectedNonce: asked.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      const proof = typeof claims?.["acr"] === "string" ? proofs[claims["acr"]] : undefined;
      // A code proved by somebody else is worth nothing here.
      if (claims?.sub !== customerId || proof === undefined) return { kind: "broken" };
      return { kind: "proved", proof };
    } catch (error) {
      if (error instanceof openid.AuthorizationResponseError) {
        return { kind: error.error === "access_denied" ? "refused" : "broken" };
      }
      return { kind: isUnreachable(error) ? "down" : "broken" };
    }
  }

  /** Once, but again after a failure: the gate may have been down when the bank started. */
  #discover(): Promise<openid.Configuration> {
    this.#discovered ??= this.#discoverNow().catch((error: unknown) => {
      this.#discovered = null;
      throw error;
    });
    return this.#discovered;
  }

  async #discoverNow(): Promise<openid.Configuration> {
    const { issuer, clientId, clientSecret } = this.#config;
    const secret = "value" in clientSecret ? clientSecret.value : (await readFile(clientSecret.file, "utf8")).trim();
    const plainHttp = new URL(issuer).protocol === "http:";
    return await openid.discovery(new URL(issuer), clientId, undefined, openid.ClientSecretBasic(secret), {
      // Seconds. A busy gate is waited for: whoever is told that it is away has to begin again.
      timeout: 30,
      ...(plainHttp ? { execute: [openid.allowInsecureRequests] } : {}),
    });
  }
}

/** What the customer is to see beside the field for the code (RFC 9396). */
function shown({ payee, bank, account, amountYen }: Transfer): object {
  return {
    type: "warifu_transfer",
    instructedAmount: { currency: "JPY", amount: String(amountYen) },
    creditorName: payee,
    creditorAccount: `${bank} ${account}`,
  };
}

/** fetch() says it with a TypeError, a time-out with an error of its own; both may stand behind another one. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === "TimeoutError" || (error instanceof TypeError && error.message === "fetch failed")) return true;
  return isUnreachable(error.cause);
}
