import { afterAll, describe, expect, it } from "vitest";
import { openConsoleBench } from "../testing/console-bench.ts";

const bench = await openConsoleBench();
const { test, addStaff, event, newBrowser, signedIn } = bench;
afterAll(bench.close);

describe("a session", () => {
  it("is needed for everything but the sign-in", async () => {
    for (const url of ["/", "/search", "/customers/hanako", "/applications/new", "/passkeys", "/procedures/x"]) {
      const answer = await newBrowser().get(url);
      expect([answer.statusCode, answer.headers.location]).toEqual([303, "/sign-in"]);
    }
    expect((await newBrowser().post("/search/quick", { q: "hanako" })).headers.location).toBe("/sign-in");
  });

  it("ends after a quarter of an hour without activity, and after twelve hours whatever happens", async () => {
    const idle = await signedIn("teller-1");
    test.clock.nowMs += 14 * 60_000;
    expect((await idle.get("/")).statusCode).toBe(200);
    test.clock.nowMs += 15 * 60_000;
    const ended = await idle.get("/");
    expect([ended.statusCode, ended.headers.location]).toEqual([303, "/sign-in?note=ended"]);

    const busy = await signedIn("teller-1");
    for (let minutes = 0; minutes < 12 * 60 - 10; minutes += 10) {
      test.clock.nowMs += 10 * 60_000;
      expect((await busy.get("/")).statusCode).toBe(200);
    }
    test.clock.nowMs += 10 * 60_000;
    expect((await busy.get("/")).statusCode).toBe(303);
  });

  it("ends at sign-out, for the cookie too that somebody kept", async () => {
    const browser = await signedIn("teller-1");
    const kept = new Map(browser.cookies);
    expect((await browser.post("/sign-out")).headers.location).toBe("/sign-in?note=signedOut");
    const thief = newBrowser();
    for (const [name, value] of kept) thief.cookies.set(name, value);
    expect((await thief.get("/")).statusCode).toBe(303);
  });

  it("ends at once when the staff member is disabled", async () => {
    const staff = await addStaff("teller-2", "teller");
    const browser = await signedIn("teller-2");
    expect((await browser.get("/customers/hanako")).statusCode).toBe(200);
    await test.service.storage.putStaff(
      { ...staff, disabledAtMs: test.clock.nowMs },
      event("staff.saved", "institution-1"),
    );
    expect((await browser.get("/customers/hanako")).statusCode).toBe(303);
    expect(
      (await browser.post("/customers/hanako/suspend", { identityCheck: "callback", reason: "lost" })).statusCode,
    ).toBe(303);
  });
});
