import * as openid from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askGate, backAtBank, openGateBench, redirectUri, visitGate } from "../testing/gate-bench.ts";
import type { GateBench } from "../testing/gate-bench.ts";

let bench: GateBench;
beforeAll(async () => {
  bench = await openGateBench();
});
afterAll(() => bench.close());

const pkce = async () => ({
  code_challenge: await openid.calculatePKCECodeChallenge(openid.randomPKCECodeVerifier()),
  code_challenge_method: "S256",
});

/** What the pushed request is refused with. */
async function refusalOf(parameters: Record<string, string>): Promise<string> {
  try {
    await openid.buildAuthorizationUrlWithPAR(bench.bank, {
      redirect_uri: redirectUri,
      scope: "openid",
      login_hint: "hanako",
      warifu_purpose: "login",
      ...(await pkce()),
      ...parameters,
    });
    return "accepted";
  } catch (error) {
    return error instanceof openid.ResponseBodyError ? error.error : String(error);
  }
}

describe("the OpenID provider of the gate", () => {
  it("publishes what a bank needs and nothing it does not answer", () => {
    const metadata = bench.bank.serverMetadata();
    expect(metadata).toMatchObject({
      issuer: bench.origin,
      authorization_endpoint: `${bench.origin}/openid/authorize`,
      pushed_authorization_request_endpoint: `${bench.origin}/openid/request`,
      code_challenge_methods_supported: ["S256"],
      response_types_supported: ["code"],
      ui_locales_supported: ["ja", "en"],
    });
    expect(metadata.userinfo_endpoint).toBeUndefined();
    expect(metadata.end_session_endpoint).toBeUndefined();
    expect(metadata["registration_endpoint"]).toBeUndefined();
  });

  it("keeps its private keys to itself", async () => {
    const { text } = await bench.window().open("/openid/keys");
    expect(text).toContain('"kid"');
    for (const part of ['"d"', '"p"', '"q"']) expect(text).not.toContain(part);
  });

  it("refuses an authorization request that was not pushed, on its own page and without details", async () => {
    const address = openid.buildAuthorizationUrl(bench.bank, {
      redirect_uri: redirectUri,
      scope: "openid",
      login_hint: "hanako",
      warifu_purpose: "login",
      ...(await pkce()),
    });
    const page = await bench.window().open(address);
    // The way back is registered, so the bank is told; nothing about a customer is.
    expect(page.url.searchParams.get("error")).toBe("invalid_request");
    expect(page.url.searchParams.get("code")).toBeNull();
  });

  it("never redirects to an address that is not registered", async () => {
    const address = openid.buildAuthorizationUrl(bench.bank, {
      redirect_uri: "https://elsewhere.example/callback",
      scope: "openid",
      login_hint: "hanako",
      warifu_purpose: "login",
      ...(await pkce()),
    });
    const page = await bench.window().open(address);
    expect(page.status).toBe(400);
    expect(page.url.origin).toBe(bench.origin);
    expect(page.text).toContain("G-400");
    expect(page.text).not.toContain("elsewhere.example");
    expect(page.text).not.toContain("invalid_");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it.each([
    ["a wrong way back", { redirect_uri: "http://localhost:4000/elsewhere" }, "invalid_request"],
    ["an unknown purpose", { warifu_purpose: "party" }, "invalid_request"],
    ["no customer", { login_hint: "" }, "invalid_request"],
    ["a customer outside the grammar", { login_hint: "hanako<script>" }, "invalid_request"],
    ["a plain code challenge", { code_challenge_method: "plain" }, "invalid_request"],
    ["a token instead of a code", { response_type: "id_token" }, "unsupported_response_type"],
  ])("refuses to take a request with %s", async (_what, parameters, error) => {
    expect(await refusalOf(parameters)).toBe(error);
  });

  it("refuses a pushed request without PKCE", async () => {
    const body = new URLSearchParams({
      redirect_uri: redirectUri,
      response_type: "code",
      scope: "openid",
      login_hint: "hanako",
      warifu_purpose: "login",
    });
    const answer = await pushAs("ozora-bank", "the bank's own secret of these tests", body);
    expect(answer.status).toBe(400);
  });

  it("refuses a pushed request with a wrong client secret", async () => {
    const body = new URLSearchParams({ redirect_uri: redirectUri, response_type: "code", scope: "openid" });
    expect((await pushAs("ozora-bank", "guessed", body)).status).toBe(401);
    expect((await pushAs("nobody", "guessed", body)).status).toBe(401);
  });

  it("a code is exchanged once, with the right verifier, by the bank that asked", async () => {
    const { session, page } = await visitGate(bench, "not-a-customer");
    const stolen = { ...session, verifier: openid.randomPKCECodeVerifier() };
    await expect(backAtBank(bench, stolen, page)).rejects.toMatchObject({ error: "invalid_grant" });
    const claims = await backAtBank(bench, session, page);
    expect(claims).toMatchObject({ sub: "not-a-customer", acr: "urn:warifu:none" });
    await expect(backAtBank(bench, session, page)).rejects.toMatchObject({ error: "invalid_grant" });
  });

  it("two exchanges of one code at the same moment: one gets the tokens", async () => {
    const { session, page } = await visitGate(bench, "not-a-customer");
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => backAtBank(bench, session, page)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("an ID token lives five minutes, a code one", async () => {
    const { session, page } = await visitGate(bench, "not-a-customer");
    const claims = await backAtBank(bench, session, page);
    expect((claims?.exp ?? 0) - (claims?.iat ?? 0)).toBe(300);
    const late = await visitGate(bench, "not-a-customer");
    bench.passMs(61_000);
    await expect(backAtBank(bench, late.session, late.page)).rejects.toMatchObject({ error: "invalid_grant" });
  });

  it("a pushed request answers for one way back only, also when it is opened twice", async () => {
    const session = await askGate(bench, "not-a-customer");
    const first = await bench.window().open(session.address);
    const second = await bench.window().open(session.address);
    expect(first.url.searchParams.get("code")).not.toBeNull();
    expect(second.url.searchParams.get("code")).toBeNull();
  });

  it("takes its address from the configuration, whatever Host a request names", async () => {
    const session = await askGate(bench, "not-a-customer");
    const headers = {
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      forwarded: "host=evil.example",
    };
    const answer = await fetch(session.address, { headers, redirect: "manual" });
    expect(answer.headers.get("location")).toMatch(/^\/interaction\//);
    expect(answer.headers.get("set-cookie")).not.toContain("evil.example");
    const window = bench.window();
    const page = await window.open(session.address, { headers });
    expect(page.url.origin).toBe("http://localhost:4000");
  });
});

function pushAs(clientId: string, secret: string, body: URLSearchParams): Promise<Response> {
  const authorization = `Basic ${btoa(`${clientId}:${encodeURIComponent(secret)}`)}`;
  return fetch(`${bench.origin}/openid/request`, { method: "POST", body, headers: { authorization } });
}
