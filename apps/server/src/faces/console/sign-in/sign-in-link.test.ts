import { afterAll, describe, expect, it } from "vitest";
import { openConsoleBench } from "../testing/console-bench.ts";

const bench = await openConsoleBench();
const { test, addStaff, event, linkFor, newBrowser } = bench;
afterAll(bench.close);

describe("sign-in by one-time link", () => {
  it("is not used up by looking at it, as mail scanners do, nor by its secret in an address", async () => {
    const link = await linkFor("teller-1");
    for (const method of ["GET", "HEAD", "GET"] as const) {
      expect((await newBrowser().ask({ method, url: "/sign-in/link" })).statusCode).toBe(200);
      expect((await newBrowser().ask({ method, url: `/sign-in/link?link=${link}` })).statusCode).toBe(200);
      expect((await newBrowser().ask({ method, url: `/sign-in/${link}` })).statusCode).toBe(404);
    }
    expect((await newBrowser().post(`/sign-in/link?link=${link}`)).statusCode).toBe(404);
    expect((await newBrowser().post(`/sign-in/${link}`)).statusCode).toBe(404);
    expect((await newBrowser().useLink(link)).statusCode).toBe(303);
  });

  it("looks the same whether its secret is right or not: the page knows of none", async () => {
    const link = await linkFor("teller-1");
    const { body } = await newBrowser().get("/sign-in/link");
    expect(body).not.toContain(link);
    expect(body).toContain("data-sign-in-link");
  });

  it("opens once", async () => {
    const link = await linkFor("teller-1");
    const answers = await Promise.all([1, 2, 3].map(() => newBrowser().useLink(link)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([303, 404, 404]);
    expect((await newBrowser().useLink(link)).statusCode).toBe(404);
  });

  it("opens nothing when it has ended, was made up, or belongs to nobody who may sign in", async () => {
    const ended = await linkFor("teller-1");
    test.clock.nowMs += 86_400_001;
    expect((await newBrowser().useLink(ended)).statusCode).toBe(404);
    expect((await newBrowser().useLink("x".repeat(43))).statusCode).toBe(404);
    expect((await newBrowser().useLink(await linkFor("nobody-at-all"))).statusCode).toBe(404);
    const leaver = await addStaff("leaver", "teller");
    await test.service.storage.putStaff(
      { ...leaver, disabledAtMs: test.clock.nowMs },
      event("staff.saved", "institution-1"),
    );
    expect((await newBrowser().useLink(await linkFor("leaver"))).statusCode).toBe(404);
  });

  it("works from our own page only", async () => {
    const link = await linkFor("teller-1");
    for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, {}]) {
      const answer = await newBrowser().post("/sign-in/link", { link }, headers);
      expect(answer.statusCode).toBe(403);
    }
    expect((await newBrowser().useLink(link)).statusCode).toBe(303);
  });

  it("gives a new session, whatever cookie the browser brought (fixation)", async () => {
    const browser = newBrowser();
    browser.cookies.set("__Host-warifu-console-session", "planted");
    await browser.useLink(await linkFor("teller-1"));
    const first = browser.cookies.get("__Host-warifu-console-session");
    expect(first).toMatch(/^[\w-]{43}$/);
    await browser.useLink(await linkFor("teller-1"));
    const second = browser.cookies.get("__Host-warifu-console-session");
    expect(second).not.toBe(first);
    const old = newBrowser();
    old.cookies.set("__Host-warifu-console-session", first ?? "");
    expect((await old.get("/")).statusCode).toBe(303);
  });

  it("sets a strict cookie that scripts cannot read, and is on record", async () => {
    const browser = newBrowser();
    const answer = await browser.useLink(await linkFor("teller-1"));
    const cookie = answer.cookies.find(({ name }) => name === "__Host-warifu-console-session");
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "Strict", path: "/" });
    const events = await test.service.storage.eventsAfter("institution-1", 0, 1000);
    expect(events.findLast(({ type }) => type === "staff.signedIn")).toMatchObject({
      actor: { kind: "staff", id: "teller-1", channel: "console" },
      detail: { by: "link" },
    });
  });

  it("cannot be tried for ever from one address", async () => {
    const browser = newBrowser();
    const statuses = [];
    for (let count = 0; count < 70; count += 1) statuses.push((await browser.useLink(String(count))).statusCode);
    expect([statuses[0], statuses.at(-1)]).toEqual([404, 429]);
  });

  it("leaves neither link nor session in the log", async () => {
    const browser = newBrowser();
    const link = await linkFor("teller-1");
    await browser.useLink(link);
    expect(test.logged()).not.toContain(link);
    expect(test.logged()).not.toContain(browser.cookies.get("__Host-warifu-console-session"));
  });
});
