import * as openid from "openid-client";
import type { Config } from "./read-config.ts";
import type { Asked, Transfer } from "./session/sessions.ts";

/** What the gate said about the customer. */
export type GateAnswer =
  | { readonly kind: "proved"; readonly proof: "otp" | "none" | "later" }
  | { readonly kind: "refused" }
  | { readonly kind: "broken" };

const proofs: Readonly<Record<string, "otp" | "none" | "later">> = {
  "urn:warifu:otp": "otp",
  "urn:warifu:none": "none",
  "urn:warifu:later": "later",
};

/**
 * The way to the OTP service: a pushed authorization request (RFC 9126), a redirect, an ID token. Everything Warifu-specific is
 * two parameters and the meaning of `acr`; the rest is any OpenID Connect client.
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
    });
    return { url: url.href, asked };
  }

  /** Reads the gate's answer from the address the browser came back with. */
  async answer(currentUrl: URL, asked: Asked, customerId: string): Promise<GateAnswer> {
    const configuration = await this.#discover();
    try {
      const tokens = await openid.authorizationCodeGrant(configuration, currentUrl, {
        pkceCodeVerifier: asked.codeVerifier,
        expectedState: asked.state,
        expectedNonce: asked.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      const proof = typeof claims?.["acr"] === "string" ? proofs[claims["acr"]] : undefined;
      if (claims?.sub !== customerId || proof === undefined) return { kind: "broken" };
      return { kind: "proved", proof };
    } catch (error) {
      const refused = error instanceof openid.AuthorizationResponseError && error.error === "access_denied";
      return { kind: refused ? "refused" : "broken" };
    }
  }

  /** Once, but again after a failure: the gate may have been down when the bank started. */
  #discover(): Promise<openid.Configuration> {
    const { issuer, clientId, clientSecret } = this.#config;
    const loopback = new URL(issuer).protocol === "http:";
    this.#discovered ??= openid
      .discovery(new URL(issuer), clientId, undefined, openid.ClientSecretBasic(clientSecret), {
        timeout: 5,
        ...(loopback ? { execute: [openid.allowInsecureRequests] } : {}),
      })
      .catch((error: unknown) => {
        this.#discovered = null;
        throw error;
      });
    return this.#discovered;
  }
}
