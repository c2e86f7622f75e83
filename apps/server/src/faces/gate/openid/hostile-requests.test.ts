import * as openid from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  askGate,
  backAtBank,
  clientSecret,
  openGateBench,
  redirectUri,
  startUse,
  visitGate,
} from "../testing/gate-bench.ts";
import type { GateBench } from "../testing/gate-bench.ts";

let bench: GateBench;
beforeAll(async () => {
  bench = await openGateBench();
  const how = { requests: "hinted", authentication: "client_secret_basic", idTokenAlgorithm: null, keys: [] } as const;
  await bench.addClient("ordinary", how);
  await startUse(bench, "payer");
  bench.passMs(120_000);
});
afterAll(() => bench.close());

const markup = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`;
const details = JSON.stringify([{ type: "warifu_transfer", creditorName: "ヤマダ タロウ" }]);

/** An ordinary request, in a browser. */
function ask(parameters: Record<string, string> | URLSearchParams) {
  const address = new URL("/openid/authorize", bench.origin);
  address.search = new URLSearchParams(parameters).toString();
  return bench.window().open(address);
}
const plain = { client_id: "ordinary", response_type: "code", redirect_uri: redirectUri, scope: "openid", nonce: "n" };

async function refusalOf(parameters: Record<string, string>): Promise<string> {
  try {
    await askGate(bench, "payer", parameters);
    return "accepted";
  } catch (error) {
    return error instanceof openid.ResponseBodyError ? error.error : String(error);
  }
}

describe("an ordinary request that cannot be met goes back to its own bank by the query, with its state as it was", () => {
  it.each([
    ["authorization_details that the browser could have changed", { authorization_details: details }],
    ["authorization_details that are none", { authorization_details: markup }],
    ["form_post", { response_mode: "form_post" }],
    ["form_post of a response type of the fragment", { response_mode: "form_post", response_type: "id_token" }],
    ["a response mode that is markup", { response_mode: markup }],
    ["a response mode that every object knows", { response_mode: "constructor" }],
    ["a hint that is markup", { login_hint_token: markup }],
    ["another scope that is markup", { scope: markup }],
    ["a client that must push", { client_id: "ozora-bank" }],
  ] as readonly (readonly [string, Record<string, string>])[])("%s", async (_what, bent) => {
    const state = `${markup}\r\nSet-Cookie: a=b`;
    const page = await ask({ ...plain, state, ...bent });
    expect(`${page.url.origin}${page.url.pathname}`).toBe(redirectUri);
    expect(page.url.hash).toBe("");
    expect(page.url.searchParams.get("error")).toMatch(/^[a-z_]+$/);
    expect(page.url.searchParams.get("state")).toBe(state);
    expect(page.headers.get("location")).not.toMatch(/[<>"'\s]/);
    expect(page.headers.getSetCookie().join()).not.toContain("a=b");
  });
});

describe("nobody is sent to an address that the operator did not register", () => {
  const { origin, host, pathname } = new URL(redirectUri);
  it.each([
    "https://evil.example/callback",
    `${origin}@evil.example${pathname}`,
    `${origin}.evil.example${pathname}`,
    `${origin}:80${pathname}`,
    `//${host}${pathname}`,
    `${redirectUri}/`,
    `${redirectUri}?next=https://evil.example`,
    `${redirectUri}#x`,
    `${origin}/x/..${pathname}`,
    `${origin}${pathname}%2f..`,
    redirectUri.toUpperCase(),
    ` ${redirectUri}`,
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    markup,
    "",
  ])("%s", async (address) => {
    for (const response_mode of ["query", "form_post"]) {
      const page = await ask({ ...plain, redirect_uri: address, response_mode, state: markup });
      expect(page.url.origin).toBe(bench.origin);
      expect(page.status).toBe(400);
      expect(page.text).toContain("G-400");
      expect(page.text).not.toMatch(/<script>|<img|onerror|evil\.example/);
    }
    expect(await refusalOf({ redirect_uri: address })).toMatch(/^invalid_(request|redirect_uri)$/);
  });

  it("nor where the parameter stands there twice", async () => {
    const twice = new URLSearchParams(plain);
    twice.append("redirect_uri", "https://evil.example/");
    const page = await ask(twice);
    expect(page.url.origin).toBe(bench.origin);
    expect(page.text).toContain("G-400");
  });
});

describe("what the bank pushes comes back as it was and is text on every page", () => {
  it("the state, after a proof and after the customer left", async () => {
    const state = `${markup}\r\nx: y ＆日本`;
    const nothing = await visitGate(bench, "without", { state });
    expect(nothing.page.url.searchParams.get("state")).toBe(state);
    expect(await backAtBank(bench, { ...nothing.session, state }, nothing.page)).toMatchObject({ sub: "without" });
    const { window, here, page } = await visitGate(bench, "payer", { state });
    expect(page.text).not.toContain("alert(1)");
    const left = await window.post(`${here}/leave`);
    expect(left.url.searchParams.get("state")).toBe(state);
    expect(left.headers.get("location")).not.toMatch(/[<>"'\s]/);
  });

  it("reference, payee and account", async () => {
    const authorization_details = JSON.stringify([
      { type: "warifu_transfer", creditorName: markup, creditorAccount: markup },
    ]);
    const asked = { warifu_purpose: "transfer", warifu_reference: markup, authorization_details };
    const { window, here, page } = await visitGate(bench, "payer", asked);
    const wrong = await window.post(`${here}/verify`, { otp: markup });
    for (const { text } of [page, wrong, await window.open(`${here}?lang=en`)]) {
      expect(text).toContain("G-210");
      expect(text.match(/&#60;script&#62;alert\(1\)/g)).toHaveLength(3);
      expect(text).not.toMatch(/<script>|<img|<[^>]* onerror/);
    }
  });

  it.each([
    ["a prompt", { prompt: markup }],
    ["a language", { ui_locales: markup }],
    ["an acr", { acr_values: markup }],
    ["a display", { display: markup }],
    ["something nobody knows", { [markup]: markup }],
  ] as readonly (readonly [string, Record<string, string>])[])("or is refused, or nowhere: %s", async (_what, bent) => {
    if ((await refusalOf(bent)) !== "accepted") return;
    const { page } = await visitGate(bench, "payer", bent);
    expect(page.text).toContain("G-210");
    expect(page.text).not.toContain("alert(1)");
  });

  it("one answer counts: a parameter that stands there twice is refused at the push", async () => {
    for (const name of ["authorization_details", "response_mode", "login_hint", "warifu_reference", "state"]) {
      const body = new URLSearchParams({ ...plain, client_id: "ordinary", login_hint: "payer" });
      body.set("warifu_purpose", "transfer");
      body.append(name, "a");
      body.append(name, "b");
      const answer = await fetch(`${bench.origin}/openid/request`, {
        method: "POST",
        body,
        headers: { authorization: `Basic ${btoa(`ordinary:${encodeURIComponent(clientSecret)}`)}` },
      });
      expect([name, answer.status]).toEqual([name, 400]);
      expect(await answer.json()).toMatchObject({ error: "invalid_request" });
    }
  });
});
