import { afterAll, describe, expect, it } from "vitest";
import { openConsoleBench, origin } from "../testing/console-bench.ts";

const bench = await openConsoleBench();
const { test, newBrowser, signedIn } = bench;
afterAll(bench.close);

describe("passkeys", () => {
  it("are offered after the link, asked for with user verification and only for the console's host", async () => {
    const browser = await signedIn("teller-1");
    expect((await browser.get("/passkeys")).body).toContain("パスキー");
    const json = { origin, "content-type": "application/json" };
    const answer = await browser.ask({ method: "POST", url: "/passkeys/options", payload: "{}", headers: json });
    expect(answer.json()).toMatchObject({
      rp: { id: "console.example.jp" },
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      attestation: "none",
    });
    const signIn = await newBrowser().ask({ method: "POST", url: "/sign-in/options", payload: "{}", headers: json });
    expect(signIn.json()).toMatchObject({ rpId: "console.example.jp", userVerification: "required" });
    expect(signIn.json<{ allowCredentials?: unknown[] }>().allowCredentials ?? []).toEqual([]);
  });

  it("cannot be added to a session that was left open", async () => {
    const browser = await signedIn("teller-1");
    test.clock.nowMs += 11 * 60_000;
    await browser.get("/");
    const answer = await browser.ask({
      method: "POST",
      url: "/passkeys/options",
      payload: "{}",
      headers: { origin, "content-type": "application/json" },
    });
    expect(answer.statusCode).toBe(404);
  });

  it("answer nonsense with one refusal and never a 500", async () => {
    const browser = newBrowser();
    const json = { origin, "content-type": "application/json" };
    await browser.ask({ method: "POST", url: "/sign-in/options", payload: "{}", headers: json });
    const good = {
      id: "AAAA",
      rawId: "AAAA",
      type: "public-key",
      clientExtensionResults: {},
      response: { clientDataJSON: "AAAA", authenticatorData: "AAAA", signature: "AAAA", userHandle: "dGVsbGVyLTE" },
    };
    for (const [body, status] of [
      [good, 403],
      [{ ...good, response: { ...good.response, userHandle: undefined } }, 403],
      [{ ...good, id: "<b>" }, 400],
      [{}, 400],
      [[], 400],
      [null, 400],
      [{ ...good, response: null }, 400],
    ] as const) {
      const answer = await browser.ask({
        method: "POST",
        url: "/sign-in/passkey",
        payload: JSON.stringify(body),
        headers: json,
      });
      expect(answer.statusCode, JSON.stringify(body)).toBe(status);
    }
    expect((await browser.get("/")).statusCode).toBe(303);
  });
});
