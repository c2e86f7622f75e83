import * as openid from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  askGate,
  backAtBank,
  codeNow,
  openGateBench,
  redirectUri,
  startUse,
  visitGate,
  clientSecret,
} from "../testing/gate-bench.ts";
import type { GateBench } from "../testing/gate-bench.ts";
import { clientAlgorithms } from "./signed-requests.ts";

let bench: GateBench;
let said: Record<string, unknown>;
beforeAll(async () => {
  bench = await openGateBench();
  said = (await (await fetch(`${bench.origin}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
});
afterAll(() => bench.close());

const list = (name: string) => said[name] as string[];

/** One visit of somebody for whom nothing is due, with these parameters; gives what the ID token says. */
async function claimsOf(parameters: Record<string, string> = {}) {
  const { session, page } = await visitGate(bench, "without", parameters);
  return backAtBank(bench, session, page, parameters["nonce"]);
}

/** What proves that a member of the discovery document is true. Each value that it lists is really asked for. */
const proofs: Record<string, () => Promise<void>> = {
  issuer: async () => expect((await claimsOf())?.iss).toBe(said["issuer"]),
  async authorization_endpoint() {
    expect((await askGate(bench, "without")).address.href).toContain(`${String(said["authorization_endpoint"])}?`);
  },
  async pushed_authorization_request_endpoint() {
    expect(await askGate(bench, "without")).toBeDefined();
  },
  async token_endpoint() {
    expect(await claimsOf()).toBeDefined();
  },
  async jwks_uri() {
    const { keys } = (await (await fetch(String(said["jwks_uri"]))).json()) as { keys: { alg: string }[] };
    expect(keys.map(({ alg }) => alg)).toEqual(expect.arrayContaining(list("id_token_signing_alg_values_supported")));
  },
  async acr_values_supported() {
    expect(list("acr_values_supported")).toEqual(["urn:warifu:otp", "urn:warifu:none", "urn:warifu:later"]);
    for (const acr of list("acr_values_supported")) expect(await claimsOf({ acr_values: acr })).toBeDefined();
  },
  async claim_types_supported() {
    expect(list("claim_types_supported")).toEqual(["normal"]);
  },
  async claims_parameter_supported() {
    expect(said["claims_parameter_supported"]).toBe(true);
    const claims = JSON.stringify({ id_token: { acr: { essential: true, value: "urn:warifu:none" } } });
    expect(await claimsOf({ claims })).toMatchObject({ acr: "urn:warifu:none" });
  },
  async claims_supported() {
    const claims = await claimsOf();
    expect(Object.keys(claims ?? {})).toEqual(
      expect.arrayContaining(list("claims_supported").filter((name) => name !== "amr")),
    );
    expect(list("claims_supported")).toContain("amr"); // in every ID token that a code stands behind: gate-journey.test.ts
  },
  async code_challenge_methods_supported() {
    expect(list("code_challenge_methods_supported")).toEqual(["S256"]);
    expect(await claimsOf()).toBeDefined();
  },
  async grant_types_supported() {
    expect(list("grant_types_supported")).toEqual(["authorization_code"]);
    expect(await claimsOf()).toBeDefined();
  },
  async authorization_response_iss_parameter_supported() {
    const { page } = await visitGate(bench, "without");
    expect(page.url.searchParams.get("iss")).toBe(said["issuer"]);
  },
  async response_modes_supported() {
    for (const response_mode of list("response_modes_supported"))
      expect(await claimsOf({ response_mode })).toBeDefined();
  },
  async response_types_supported() {
    for (const response_type of list("response_types_supported"))
      expect(await claimsOf({ response_type })).toBeDefined();
  },
  async scopes_supported() {
    for (const scope of list("scopes_supported")) expect(await claimsOf({ scope })).toBeDefined();
  },
  async subject_types_supported() {
    expect(list("subject_types_supported")).toEqual(["public"]);
    expect((await claimsOf())?.sub).toBe("without");
  },
  async ui_locales_supported() {
    await bench.applyFor("reader");
    const titles = { ja: "トークン発行", en: "Issue" } as Record<string, string>;
    for (const ui_locales of list("ui_locales_supported")) {
      const { page } = await visitGate(bench, "reader", { ui_locales });
      expect(page.text).toContain(`<html lang="${ui_locales}"`);
      expect(page.text).toContain(titles[ui_locales]);
    }
  },
  async prompt_values_supported() {
    for (const prompt of list("prompt_values_supported")) expect(await claimsOf({ prompt })).toBeDefined();
  },
  async authorization_details_types_supported() {
    expect(list("authorization_details_types_supported")).toEqual(["warifu_transfer"]);
    for (const type of list("authorization_details_types_supported")) {
      const authorization_details = JSON.stringify([{ type, creditorName: "ヤマダ タロウ" }]);
      expect(await refusalOf({ warifu_purpose: "transfer", authorization_details })).toBe("accepted");
    }
    const authorization_details = JSON.stringify([{ type: "payment_initiation", creditorName: "ヤマダ タロウ" }]);
    const refusal = await refusalOf({ warifu_purpose: "transfer", authorization_details });
    expect(refusal).toBe("invalid_authorization_details");
  },
  async request_uri_parameter_supported() {
    expect(said["request_uri_parameter_supported"]).toBe(false);
    expect(await refusalOf({ request_uri: "https://bank.example/object" })).toBe("request_uri_not_supported");
  },
  async token_endpoint_auth_methods_supported() {
    // Each is used, and each other one refused, in signed-requests.test.ts.
    expect(list("token_endpoint_auth_methods_supported")).toEqual([
      "client_secret_basic",
      "client_secret_post",
      "private_key_jwt",
    ]);
  },
  async id_token_signing_alg_values_supported() {
    expect(list("id_token_signing_alg_values_supported")).toEqual(["RS256", "ES256"]);
    for (const alg of ["RS256", "ES256"] as const) expect(await algorithmOf(alg)).toBe(alg);
  },
  async request_parameter_supported() {
    expect(said["request_parameter_supported"]).toBe(true); // signed-requests.test.ts
  },
  async request_object_signing_alg_values_supported() {
    // Each is used in signed-requests.test.ts.
    expect(list("request_object_signing_alg_values_supported")).toEqual([...clientAlgorithms]);
  },
  async token_endpoint_auth_signing_alg_values_supported() {
    expect(list("token_endpoint_auth_signing_alg_values_supported")).toEqual([...clientAlgorithms]);
  },
};

/** What the ID token of a client with this algorithm is signed with. */
async function algorithmOf(idTokenAlgorithm: "RS256" | "ES256"): Promise<unknown> {
  const authentication = "client_secret_basic";
  await bench.addClient(idTokenAlgorithm, { requests: "pushed", authentication, idTokenAlgorithm, keys: [] });
  const metadata = { id_token_signed_response_alg: idTokenAlgorithm };
  const bank = await openid.discovery(
    new URL(bench.origin),
    idTokenAlgorithm,
    metadata,
    openid.ClientSecretBasic(clientSecret),
    {
      execute: [openid.allowInsecureRequests],
    },
  );
  openid.enableNonRepudiationChecks(bank);
  const { session, page } = await visitGate({ ...bench, bank }, "without");
  const tokens = await openid.authorizationCodeGrant(bank, page.url, {
    pkceCodeVerifier: session.verifier,
    expectedState: session.state,
  });
  const [header = ""] = tokens.id_token?.split(".") ?? [];
  return (JSON.parse(Buffer.from(header, "base64url").toString()) as { alg: unknown }).alg;
}

/** What the pushed request is refused with. */
async function refusalOf(parameters: Record<string, string>): Promise<string> {
  try {
    await askGate(bench, "without", parameters);
    return "accepted";
  } catch (error) {
    return error instanceof openid.ResponseBodyError ? error.error : String(error);
  }
}

describe("discovery says only what works", () => {
  it("every member of the document has its proof here, and every proof its member", () => {
    expect(Object.keys(said).toSorted()).toEqual(Object.keys(proofs).toSorted());
  });

  it.each(Object.keys(proofs))("%s", async (name) => {
    await proofs[name]?.();
  });

  it("the OAuth document says the same", async () => {
    const other = await (await fetch(`${bench.origin}/.well-known/oauth-authorization-server`)).json();
    expect(other).toEqual(said);
  });

  it.each([
    ["response_mode", "form_post", "unsupported_response_mode"],
    ["response_mode", "fragment", "unsupported_response_mode"],
    ["response_mode", "jwt", "unsupported_response_mode"],
    ["response_type", "code id_token", "unsupported_response_type"],
    ["response_type", "token", "unsupported_response_type"],
    ["scope", "profile", "invalid_request"],
    ["prompt", "none", "login_required"],
    ["prompt", "consent", "invalid_request"],
    ["prompt", "select_account", "invalid_request"],
    ["prompt", "login none", "invalid_request"],
    ["max_age", "-1", "invalid_request"],
    ["max_age", "soon", "invalid_request"],
    ["registration", "{}", "registration_not_supported"],
    ["request", "e30.e30.", "invalid_request_object"],
    ["id_token_hint", "e30.e30.", "invalid_request"],
    ["claims", "not JSON", "invalid_request"],
    ["claims", '{"userinfo":{"name":null}}', "invalid_request"],
    ["claims", '{"id_token":{"name":{"essential":true}}}', "invalid_request"],
    ["claims", '{"id_token":{"sub":{"value":"somebody-else"}}}', "invalid_request"],
    ["claims", '{"id_token":{"acr":{"essential":true,"values":["urn:other"]}}}', "unmet_authentication_requirements"],
    ["warifu_reference", "振込1", "invalid_request"],
    ["warifu_reference", "x".repeat(65), "invalid_request"],
  ])("what cannot be had is refused at the pushed request: %s=%s", async (name, value, error) => {
    expect(await refusalOf({ [name]: value })).toBe(error);
  });

  it.each([
    ["prompt", "login"],
    ["max_age", "0"],
    ["max_age", "3600"],
    ["display", "touch"],
    ["scope", "openid profile email offline_access"],
    ["acr_values", "urn:warifu:otp urn:other"],
    ["claims_locales", "ja"],
    ["ui_locales", "fr-CH en"],
    ["claims", '{"id_token":{"acr":null,"auth_time":{"essential":true},"name":null}}'],
    ["nonce", "n-0S6_WzA2Mj"],
    ["response_mode", "query"],
    ["warifu_reference", "T-2026-000123"],
    ["something_else", "x"],
  ])("what is satisfied anyway is accepted: %s=%s", async (name, value) => {
    const claims = await claimsOf({ [name]: value });
    expect(claims).toMatchObject({ sub: "without", acr: "urn:warifu:none" });
    expect(claims?.auth_time).toBeTypeOf("number");
    if (name === "nonce") expect(claims?.nonce).toBe(value);
  });

  it("an ID token of the same customer is taken as a hint, another customer's is not", async () => {
    const { session, page } = await visitGate(bench, "without");
    const tokens = await openid.authorizationCodeGrant(bench.bank, page.url, {
      pkceCodeVerifier: session.verifier,
      expectedState: session.state,
    });
    const id_token_hint = tokens.id_token ?? "";
    expect(await refusalOf({ id_token_hint })).toBe("accepted");
    expect(await refusalOf({ id_token_hint, login_hint: "somebody-else" })).toBe("invalid_request");
  });

  it("an essential acr that the customer did not reach goes back as an error, and not as a lesser token", async () => {
    const claims = JSON.stringify({ id_token: { acr: { essential: true, value: "urn:warifu:otp" } } });
    const { page } = await visitGate(bench, "without", { claims });
    expect(page.url.searchParams.get("error")).toBe("unmet_authentication_requirements");
    expect(page.url.searchParams.has("code")).toBe(false);
  });

  it.each(["form_post", "fragment", "web_message"])(
    "an ordinary request that wants %s gets its error by the query, never a page that goes nowhere",
    async (response_mode) => {
      const address = openid.buildAuthorizationUrl(bench.bank, {
        redirect_uri: redirectUri,
        scope: "openid",
        response_mode,
      });
      const page = await bench.window().open(address);
      expect(page.url.origin).toBe(new URL(redirectUri).origin);
      expect(page.url.searchParams.get("error")).toBeTruthy();
    },
  );

  it("an error of a response type whose own way is the fragment comes by the query too", async () => {
    const address = openid.buildAuthorizationUrl(bench.bank, { redirect_uri: redirectUri, response_type: "id_token" });
    expect((await bench.window().open(address)).url.searchParams.get("error")).toBeTruthy();
  });

  it("refresh tokens cannot be had and are not spoken of", async () => {
    const { session, page } = await visitGate(bench, "without", { scope: "openid offline_access" });
    const tokens = await openid.authorizationCodeGrant(bench.bank, page.url, {
      pkceCodeVerifier: session.verifier,
      expectedState: session.state,
    });
    expect(tokens.refresh_token).toBeUndefined();
    await expect(openid.refreshTokenGrant(bench.bank, "anything")).rejects.toMatchObject({
      error: "unsupported_grant_type",
    });
  });
});

describe("no page of another origin may read an answer of the gate", () => {
  const origin = "https://evil.example";

  it.each([
    ["GET", "/.well-known/openid-configuration"],
    ["GET", "/.well-known/oauth-authorization-server"],
    ["GET", "/openid/keys"],
    ["GET", "/openid/authorize"],
    ["GET", "/openid/authorize/anything"],
    ["GET", "/interaction/anything"],
    ["GET", "/assets/base.css"],
    ["GET", "/nowhere"],
    ["POST", "/openid/token"],
    ["POST", "/openid/request"],
    ["OPTIONS", "/openid/token"],
    ["OPTIONS", "/openid/request"],
    ["OPTIONS", "/openid/keys"],
    ["OPTIONS", "/.well-known/openid-configuration"],
  ])("%s %s", async (method, path) => {
    const headers = {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization",
    };
    const body = method === "POST" ? new URLSearchParams({ grant_type: "authorization_code" }) : undefined;
    const answer = await fetch(new URL(path, bench.origin), {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const names = [...answer.headers.keys()].filter((name) => name.startsWith("access-control-"));
    expect(names).toEqual([]);
    await answer.body?.cancel();
  });

  it("with the right credentials neither", async () => {
    const { session, page } = await visitGate(bench, "without");
    const body = new URLSearchParams({
      grant_type: "authorization_code",
      code: page.url.searchParams.get("code") ?? "",
      redirect_uri: redirectUri,
      code_verifier: session.verifier,
    });
    const authorization = `Basic ${btoa(`ozora-bank:${encodeURIComponent(clientSecret)}`)}`;
    const answer = await fetch(`${bench.origin}/openid/token`, {
      method: "POST",
      body,
      headers: { authorization, origin },
    });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(await answer.text()).not.toContain("id_token");
  });
});

describe("a refusal is explained in the log and told apart on the page", () => {
  const refusals = () => bench.logged().filter(({ msg }) => msg === "an OpenID request was refused");

  it("a pushed request: client, reason and request ID", async () => {
    const before = refusals().length;
    await refusalOf({ warifu_purpose: "party" });
    const [line] = refusals().slice(before);
    expect(line).toMatchObject({
      level: "warn",
      clientId: "ozora-bank",
      reason: "invalid_request: warifu_purpose is missing or unknown",
    });
    expect(line?.["requestId"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(bench.logged().some(({ msg, requestId }) => msg === "answered" && requestId === line?.["requestId"])).toBe(
      true,
    );
  });

  it("wrong client credentials and used codes", async () => {
    const before = refusals().length;
    const headers = { authorization: `Basic ${btoa("ozora-bank:guessed")}` };
    await fetch(`${bench.origin}/openid/request`, { method: "POST", headers, body: new URLSearchParams() });
    await openid.refreshTokenGrant(bench.bank, "anything").catch(() => {});
    expect(
      refusals()
        .slice(before)
        .map(({ reason }) => reason),
    ).toEqual(["invalid_client: invalid secret provided", expect.stringContaining("unsupported_grant_type")]);
  });

  it("names no client that is none, no customer, no secret, nothing that was sent", async () => {
    await fetch(`${bench.origin}/openid/request`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa("hanako-yamada:hunter2")}`, origin: "https://hunter3.example" },
      body: new URLSearchParams({ login_hint: "hanako-yamada", scope: "hunter4", hunter5: "x" }),
    });
    await refusalOf({ login_hint: "hanako yamada", warifu_reference: "hunter6", state: "hunter7" });
    await bench.window().open(`/openid/authorize?client_id=hunter8&state=hunter9&request_uri=hunter10`);
    await bench.window().open(`/openid/authorize?client_id=hunter8&client_id=hunter9`);
    expect(JSON.stringify(bench.logged())).not.toMatch(/hanako|hunter/);
  });

  it("the customer's page bears the number under which the log has the refusal", async () => {
    const before = refusals().length;
    const page = await bench.window().open("/openid/authorize?client_id=nobody&redirect_uri=https://evil.example");
    expect(page.text).toContain("G-400");
    const [line] = refusals().slice(before);
    expect(page.text).toContain(String(line?.["requestId"]));
    const ended = await bench.window().open("/openid/authorize/gone");
    expect(ended.text).toContain("G-430");
    expect(ended.text).toContain(String(refusals().at(-1)?.["requestId"]));
  });
});

describe("what the bank calls the thing that is approved", () => {
  it("warifu_reference is the reference of the verification, in the audit log and in the event feed", async () => {
    await startUse(bench, "payer");
    bench.passMs(120_000);
    const asked = { warifu_purpose: "transfer", warifu_reference: "T-2026-000123" };
    const { session, window, here } = await visitGate(bench, "payer", asked);
    const back = await window.post(`${here}/verify`, { otp: codeNow(bench) });
    expect(await backAtBank(bench, session, back)).toMatchObject({ acr: "urn:warifu:otp" });
    const events = await bench.service.storage.eventsAfter("ozora", 0, 1000);
    const accepted = events.filter(({ type }) => type === "code.accepted");
    expect(accepted.map(({ detail }) => detail)).toMatchObject([{ purpose: "transfer", reference: "T-2026-000123" }]);
  });
});
