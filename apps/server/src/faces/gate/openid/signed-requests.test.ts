import { generateKeyPairSync, randomUUID } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { SignJWT, UnsecuredJWT } from "jose";
import type { JWTPayload } from "jose";
import * as openid from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientSecret, openGateBench, redirectUri } from "../testing/gate-bench.ts";
import type { GateBench } from "../testing/gate-bench.ts";
import { clientAlgorithms } from "./signed-requests.ts";

type Algorithm = (typeof clientAlgorithms)[number];

let bench: GateBench;
const keys = new Map<Algorithm, { readonly privateKey: KeyObject; readonly jwk: Record<string, unknown> }>();
const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

beforeAll(async () => {
  for (const alg of clientAlgorithms) keys.set(alg, makeKey(alg));
  bench = await openGateBench();
  const jwks = [...keys.values()].map(({ jwk }) => jwk);
  const secret = { authentication: "client_secret_basic", idTokenAlgorithm: null, keys: jwks } as const;
  await bench.addClient("signing", { ...secret, requests: "signed" });
  await bench.addClient("hinting", { ...secret, requests: "hinted" });
  await bench.addClient("other", { ...secret, requests: "hinted", keys: [publicJwk(stranger, "other")] });
  await bench.addClient("keyed", {
    requests: "pushed",
    authentication: "private_key_jwt",
    idTokenAlgorithm: "ES256",
    keys: jwks,
  });
  await bench.addClient("posting", {
    requests: "hinted",
    authentication: "client_secret_post",
    idTokenAlgorithm: null,
    keys: jwks,
  });
});
afterAll(() => bench.close());

function makeKey(alg: Algorithm) {
  const { privateKey } =
    alg === "ES256"
      ? generateKeyPairSync("ec", { namedCurve: "P-256" })
      : alg === "EdDSA"
        ? generateKeyPairSync("ed25519")
        : generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { privateKey, jwk: publicJwk(privateKey, alg) };
}

function publicJwk(key: KeyObject, kid: string): Record<string, unknown> {
  const { d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...jwk } = key.export({ format: "jwk" });
  return { ...jwk, kid };
}

const nowSeconds = () => Math.floor(bench.service.nowMs() / 1000);

interface Signing {
  readonly alg?: Algorithm;
  readonly key?: KeyObject | Uint8Array;
  readonly header?: Record<string, string>;
}

function sign(claims: JWTPayload, typ: string, { alg = "ES256", key, header = {} }: Signing = {}): Promise<string> {
  const made = keys.get(alg);
  if (made === undefined) throw new Error("no key");
  return new SignJWT(claims).setProtectedHeader({ alg, kid: alg, typ, ...header }).sign(key ?? made.privateKey);
}

const lifetime = () => ({ iat: nowSeconds(), exp: nowSeconds() + 60, jti: randomUUID() });

const requestOf = (clientId: string): JWTPayload => ({
  iss: clientId,
  aud: bench.origin,
  ...lifetime(),
  client_id: clientId,
  response_type: "code",
  redirect_uri: redirectUri,
  scope: "openid",
  state: "the state",
  nonce: "the nonce",
  login_hint: "somebody",
  warifu_purpose: "login",
});

const hintOf = (clientId: string): JWTPayload => ({
  iss: clientId,
  aud: bench.origin,
  ...lifetime(),
  sub: "somebody",
  warifu_purpose: "login",
});

/** Opens an ordinary authorization request as a browser does. */
function authorize(parameters: Record<string, string>) {
  const address = new URL("/openid/authorize", bench.origin);
  address.search = new URLSearchParams(parameters).toString();
  return bench.window().open(address);
}

const withObject = (object: string, more: Record<string, string> = {}, clientId = "signing") =>
  authorize({ client_id: clientId, response_type: "code", scope: "openid", request: object, ...more });

const plain = { response_type: "code", redirect_uri: redirectUri, scope: "openid", state: "the state", nonce: "n" };

const withHint = (hint: string, more: Record<string, string> = {}, clientId = "hinting") =>
  authorize({ client_id: clientId, ...plain, login_hint_token: hint, ...more });

async function bankOf(clientId: string, authentication = openid.ClientSecretBasic(clientSecret)) {
  const metadata = clientId === "keyed" ? { id_token_signed_response_alg: "ES256" } : {};
  return openid.discovery(new URL(bench.origin), clientId, metadata, authentication, {
    execute: [openid.allowInsecureRequests],
  });
}

/** How the visit ended: what was proved about whom, or the error. */
async function outcome(
  page: { url: URL; text: string },
  clientId: string,
  nonce: string,
  authentication?: openid.ClientAuth,
) {
  const error = page.url.searchParams.get("error");
  if (error !== null) return error;
  if (page.url.searchParams.get("code") === null) return page.text.includes("G-400") ? "G-400" : "at the gate";
  const bank = await bankOf(clientId, authentication);
  const tokens = await openid.authorizationCodeGrant(bank, page.url, {
    expectedState: "the state",
    expectedNonce: nonce,
  });
  return tokens.claims()?.sub;
}

describe("a request object that the client signed (RFC 9101)", () => {
  it.each(clientAlgorithms)("is an ordinary request of a client that may: %s", async (alg) => {
    const page = await withObject(await sign(requestOf("signing"), "oauth-authz-req+jwt", { alg }));
    expect(await outcome(page, "signing", "the nonce")).toBe("somebody");
  });

  it("may be pushed too", async () => {
    const { nonce: _nonce, ...claims } = requestOf("signing");
    const verifier = openid.randomPKCECodeVerifier();
    const challenge = await openid.calculatePKCECodeChallenge(verifier);
    const request = await sign({ ...claims, code_challenge: challenge, code_challenge_method: "S256" }, "JWT");
    const bank = await bankOf("signing");
    const { href } = await openid.buildAuthorizationUrlWithPAR(bank, { request });
    const page = await bench.window().open(href);
    const tokens = await openid.authorizationCodeGrant(bank, page.url, {
      expectedState: "the state",
      pkceCodeVerifier: verifier,
    });
    expect(tokens.claims()?.sub).toBe("somebody");
  });

  const wrong: [what: string, make: () => Promise<string> | string][] = [
    ["without a signature", () => new UnsecuredJWT(requestOf("signing")).encode()],
    ["with the client secret (HS256)", () => hs256(requestOf("signing"), clientSecret)],
    [
      "with its public key as a secret (HS256)",
      () => hs256(requestOf("signing"), JSON.stringify(keys.get("RS256")?.jwk)),
    ],
    ["by a stranger's key", () => sign(requestOf("signing"), "JWT", { key: stranger })],
    ["by another client's key", () => sign(requestOf("signing"), "JWT", { key: stranger, header: { kid: "other" } })],
    [
      "with a key of its own in the header",
      () => sign(requestOf("signing"), "JWT", { key: stranger, header: { jku: "https://evil.example/jwks" } }),
    ],
    ["for another gate", () => sign({ ...requestOf("signing"), aud: "https://other.example" }, "JWT")],
    ["for nobody", () => sign(without(requestOf("signing"), "aud"), "JWT")],
    ["in another client's name", () => sign({ ...requestOf("signing"), iss: "other" }, "JWT")],
    ["in another client's name inside", () => sign({ ...requestOf("signing"), client_id: "other" }, "JWT")],
    ["that has ended", () => sign({ ...requestOf("signing"), exp: nowSeconds() - 60 }, "JWT")],
    ["that never ends", () => sign(without(requestOf("signing"), "exp"), "JWT")],
    ["that ends in an hour", () => sign({ ...requestOf("signing"), exp: nowSeconds() + 3600 }, "JWT")],
    ["that has not begun", () => sign({ ...requestOf("signing"), nbf: nowSeconds() + 60 }, "JWT")],
    ["without a number", () => sign(without(requestOf("signing"), "jti"), "JWT")],
    ["with a sub, as a client assertion has", () => sign({ ...requestOf("signing"), sub: "signing" }, "JWT")],
    ["that is another kind of JWT", () => sign(requestOf("signing"), "login-hint+jwt")],
    ["that holds another request", () => sign({ ...requestOf("signing"), request: "e30.e30." }, "JWT")],
    ["that names no customer", () => sign(without(requestOf("signing"), "login_hint"), "JWT")],
    ["without PKCE and without nonce", () => sign(without(requestOf("signing"), "nonce"), "JWT")],
    ["that is not one", () => "e30.e30.e30"],
  ];

  it.each(wrong)("is refused %s", async (_what, make) => {
    const page = await withObject(await make(), { login_hint: "somebody", warifu_purpose: "login", nonce: "outside" });
    expect(await outcome(page, "signing", "the nonce")).toMatch(/^(?:G-400|invalid_request|invalid_request_object)$/);
  });

  it("counts once, also when it comes twice at the same moment", async () => {
    const object = await sign(requestOf("signing"), "JWT");
    const pages = await Promise.all(Array.from({ length: 5 }, () => withObject(object)));
    const ends = pages.map(({ url }) => url.searchParams.get("error") ?? "code");
    expect(ends.toSorted()).toEqual(["code", ...Array<string>(4).fill("invalid_request")]);
  });

  it("is all that counts: what stands beside it changes nothing", async () => {
    const object = await sign(requestOf("signing"), "JWT");
    const outside = {
      login_hint: "victim",
      warifu_purpose: "other",
      redirect_uri: "https://evil.example/",
      state: "mine",
    };
    const page = await withObject(object, outside);
    expect(page.url.origin).toBe(new URL(redirectUri).origin);
    expect(await outcome(page, "signing", "the nonce")).toBe("somebody");
  });

  it("is not fetched from anywhere", async () => {
    const page = await authorize({ client_id: "signing", ...plain, request_uri: "https://bank.example/object.jwt" });
    expect(page.url.searchParams.get("error")).toBe("request_uri_not_supported");
  });

  it("is no ordinary request of a client that must push", async () => {
    const page = await withObject(await sign(requestOf("keyed"), "JWT"), {}, "keyed");
    expect(await outcome(page, "keyed", "the nonce")).toMatch(/G-400|invalid_request/);
  });
});

describe("an ordinary request with a signed login_hint_token", () => {
  it.each(clientAlgorithms)("names customer, purpose and reference: %s", async (alg) => {
    const page = await withHint(
      await sign({ ...hintOf("hinting"), warifu_reference: "T-1" }, "login-hint+jwt", { alg }),
    );
    expect(await outcome(page, "hinting", "n")).toBe("somebody");
  });

  it("a client that posts its secret can do it too", async () => {
    const page = await withHint(await sign(hintOf("posting"), "login-hint+jwt"), {}, "posting");
    expect(await outcome(page, "posting", "n", openid.ClientSecretPost(clientSecret))).toBe("somebody");
  });

  const wrong: [what: string, make: () => Promise<string> | string][] = [
    ["without a signature", () => new UnsecuredJWT(hintOf("hinting")).encode()],
    ["signed with the client secret", () => hs256(hintOf("hinting"), clientSecret)],
    ["signed with the public key as a secret", () => hs256(hintOf("hinting"), JSON.stringify(keys.get("RS256")?.jwk))],
    ["signed by another client", () => sign(hintOf("hinting"), "login-hint+jwt", { key: stranger })],
    ["of another client", () => sign(hintOf("other"), "login-hint+jwt", { key: stranger, header: { kid: "other" } })],
    ["for another gate", () => sign({ ...hintOf("hinting"), aud: "https://other.example" }, "login-hint+jwt")],
    ["that has ended", () => sign({ ...hintOf("hinting"), exp: nowSeconds() - 60 }, "login-hint+jwt")],
    ["that never ends", () => sign(without(hintOf("hinting"), "exp"), "login-hint+jwt")],
    ["that ends in an hour", () => sign({ ...hintOf("hinting"), exp: nowSeconds() + 3600 }, "login-hint+jwt")],
    ["without a number", () => sign(without(hintOf("hinting"), "jti"), "login-hint+jwt")],
    ["without a purpose", () => sign(without(hintOf("hinting"), "warifu_purpose"), "login-hint+jwt")],
    ["with an unknown purpose", () => sign({ ...hintOf("hinting"), warifu_purpose: "party" }, "login-hint+jwt")],
    ["about nobody", () => sign(without(hintOf("hinting"), "sub"), "login-hint+jwt")],
    ["about a customer outside the grammar", () => sign({ ...hintOf("hinting"), sub: "a b" }, "login-hint+jwt")],
    ["of another kind", () => sign(hintOf("hinting"), "JWT")],
    ["that is an ID", () => "somebody"],
    ["that is empty", () => ""],
  ];

  it.each(wrong)("is refused %s", async (_what, make) => {
    expect(await outcome(await withHint(await make()), "hinting", "n")).toMatch(/^(?:G-400|invalid_request)$/);
  });

  it("counts once, also when it comes twice at the same moment", async () => {
    const hint = await sign(hintOf("hinting"), "login-hint+jwt");
    const pages = await Promise.all(Array.from({ length: 5 }, () => withHint(hint)));
    const ends = pages.map(({ url }) => url.searchParams.get("error") ?? "code");
    expect(ends.toSorted()).toEqual(["code", ...Array<string>(4).fill("invalid_request")]);
  });

  it.each([
    ["a plain customer", { login_hint: "victim" }],
    ["another purpose", { warifu_purpose: "transfer" }],
    ["a reference of the browser's own", { warifu_reference: "mine" }],
  ])("a browser that adds %s is refused", async (_what, more) => {
    const hint = await sign({ ...hintOf("hinting"), warifu_reference: "T-1" }, "login-hint+jwt");
    expect(await outcome(await withHint(hint, more), "hinting", "n")).toBe("invalid_request");
  });

  it("what a transfer is about is taken from no browser", async () => {
    const hint = await sign({ ...hintOf("hinting"), warifu_purpose: "transfer" }, "login-hint+jwt");
    const details = { warifu_purpose: "transfer", authorization_details: '[{"type":"warifu_transfer"}]' };
    expect(await outcome(await withHint(hint, details), "hinting", "n")).toMatch(/^invalid_/);
  });

  it.each([
    ["hinting", "a client that may use hints"],
    ["signing", "a client that may sign requests"],
    ["keyed", "a client that must push"],
    ["ozora-bank", "a client with nothing but a secret"],
  ])("a plain customer ID in the browser is nobody's request: %s, %s", async (clientId) => {
    const more = { login_hint: "victim", warifu_purpose: "login" };
    const page = await authorize({ client_id: clientId, ...plain, ...more });
    expect(await outcome(page, clientId, "n")).toMatch(/G-400|invalid_request/);
  });

  it.each(["signing", "keyed", "ozora-bank"])("is not for a client that was not allowed it: %s", async (clientId) => {
    const page = await withHint(await sign(hintOf(clientId), "login-hint+jwt"), {}, clientId);
    expect(await outcome(page, clientId, "n")).toMatch(/G-400|invalid_request/);
  });

  it("needs PKCE or a nonce", async () => {
    const { nonce: _nonce, ...rest } = plain;
    const login_hint_token = await sign(hintOf("hinting"), "login-hint+jwt");
    const page = await authorize({ client_id: "hinting", ...rest, login_hint_token });
    expect(page.url.searchParams.get("error")).toBe("invalid_request");
  });

  it("the log says why, without the token or the customer", async () => {
    await withHint(await sign({ ...hintOf("hinting"), sub: "hanako-of-the-log", exp: 1 }, "login-hint+jwt"));
    const lines = JSON.stringify(bench.logged());
    expect(lines).toContain("login_hint_token is not one of this client, or no longer");
    expect(lines).not.toMatch(/hanako-of-the-log|eyJ/);
  });
});

describe("private_key_jwt (RFC 7523)", () => {
  const assertion = (changed: JWTPayload = {}, signing: Signing = {}) =>
    sign({ iss: "keyed", sub: "keyed", aud: bench.origin, ...lifetime(), ...changed }, "JWT", signing);

  async function push(client_assertion: string, clientId = "keyed"): Promise<string> {
    const verifier = openid.randomPKCECodeVerifier();
    const body = new URLSearchParams({
      client_id: clientId,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion,
      response_type: "code",
      redirect_uri: redirectUri,
      scope: "openid",
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      login_hint: "somebody",
      warifu_purpose: "login",
    });
    const answer = await fetch(`${bench.origin}/openid/request`, { method: "POST", body });
    const { error = "taken" } = (await answer.json()) as { error?: string };
    return error;
  }

  it("takes the place of the secret, and the ID token is signed as the client asked", async () => {
    const key = keys.get("ES256")?.privateKey;
    if (key === undefined) throw new Error("no key");
    const webKey = key.toCryptoKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
    const bank = await bankOf("keyed", openid.PrivateKeyJwt({ key: webKey, kid: "ES256" }));
    const verifier = openid.randomPKCECodeVerifier();
    const address = await openid.buildAuthorizationUrlWithPAR(bank, {
      redirect_uri: redirectUri,
      scope: "openid",
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      login_hint: "somebody",
      warifu_purpose: "login",
    });
    const page = await bench.window().open(address);
    const tokens = await openid.authorizationCodeGrant(bank, page.url, { pkceCodeVerifier: verifier });
    expect(tokens.claims()?.sub).toBe("somebody");
    const [header = ""] = tokens.id_token?.split(".") ?? [];
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toMatchObject({ alg: "ES256" });
  });

  it.each(clientAlgorithms)("every algorithm that discovery names: %s", async (alg) => {
    expect(await push(await assertion({}, { alg }))).toBe("taken");
  });

  const wrong: [what: string, make: () => Promise<string> | string][] = [
    [
      "without a signature",
      () => new UnsecuredJWT({ iss: "keyed", sub: "keyed", aud: bench.origin, ...lifetime() }).encode(),
    ],
    ["with HS256", () => hs256({ iss: "keyed", sub: "keyed", aud: bench.origin, ...lifetime() }, clientSecret)],
    ["by a stranger", () => assertion({}, { key: stranger })],
    ["for another service", () => assertion({ aud: "https://other.example" })],
    ["in another's name", () => assertion({ iss: "other" })],
    ["that has ended", () => assertion({ exp: nowSeconds() - 60 })],
    ["that ends in an hour", () => assertion({ exp: nowSeconds() + 3600 })],
    ["without a number", () => assertion({ jti: "" })],
  ];

  it.each(wrong)("an assertion %s is refused", async (_what, make) => {
    expect(await push(await make())).toBe("invalid_client");
  });

  it("an assertion counts once, also when it comes twice at the same moment", async () => {
    const once = await assertion();
    const ends = await Promise.all(Array.from({ length: 5 }, () => push(once)));
    expect(ends.toSorted()).toEqual([...Array<string>(4).fill("invalid_client"), "taken"]);
  });

  it("the secret that nobody knows opens nothing, nor does an assertion where a secret is asked for", async () => {
    const headers = { authorization: `Basic ${btoa(`keyed:${encodeURIComponent(clientSecret)}`)}` };
    const answer = await fetch(`${bench.origin}/openid/request`, {
      method: "POST",
      headers,
      body: new URLSearchParams(),
    });
    expect(answer.status).toBe(401);
    expect(await push(await assertion({ iss: "signing", sub: "signing" }), "signing")).toBe("invalid_client");
  });
});

function without(claims: JWTPayload, name: string): JWTPayload {
  const { [name]: _left, ...rest } = claims;
  return rest;
}

function hs256(claims: JWTPayload, secret: string): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(Buffer.from(secret.padEnd(32)));
}
