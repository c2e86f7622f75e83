import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  askGate,
  backAtBank,
  codeNow,
  issueAt,
  openGateBench,
  redirectUri,
  setUpPhone,
  startUse,
  visitGate,
} from "./testing/gate-bench.ts";
import type { GateBench } from "./testing/gate-bench.ts";

let bench: GateBench;
beforeAll(async () => {
  bench = await openGateBench();
  await bench.applyFor("hanako");
  await startUse(bench, "taro");
  bench.passMs(120_000);
});
afterAll(() => bench.close());

const steps = [
  "lengthen",
  "issue",
  "skip",
  "later",
  "resend",
  "back",
  "confirm",
  "verify",
  "continue",
  "leave",
  "registration",
];

describe("a visit belongs to one browser", () => {
  it("another browser cannot continue it, whatever it knows of the address", async () => {
    const { here } = await visitGate(bench, "hanako");
    const stranger = bench.window();
    const page = await stranger.open(here);
    expect(page.status).toBe(403);
    expect(page.text).toContain("G-430");
    for (const step of steps) {
      const answer = await stranger.post(`${here}/${step}`, { otp: codeNow(bench) });
      expect([403, 415]).toContain(answer.status);
    }
    expect((await stranger.open(`${here}/progress`)).status).toBe(403);
    expect((await stranger.open(`${here}/help`)).status).toBe(403);
  });

  it("the cookie of one visit opens no other, even when it is planted under the other's path", async () => {
    const mine = await visitGate(bench, "hanako");
    const other = await visitGate(bench, "taro");
    for (const cookie of mine.window.cookies()) {
      if (cookie.path === mine.here) other.window.plant({ ...cookie, path: other.here });
    }
    const page = await other.window.open(other.here);
    expect(page.text).toContain("G-430");
  });

  it("a cookie with a value of one's own choice is no cookie: it is signed", async () => {
    const mine = await visitGate(bench, "hanako");
    const other = await visitGate(bench, "taro");
    const forger = bench.window();
    const name = "warifu-gate-openid-interaction";
    const uid = other.here.split("/").at(-1) ?? "";
    forger.plant({ name, value: uid, path: other.here });
    forger.plant({ name: `${name}.sig`, value: mine.window.cookie(`${name}.sig`) ?? "", path: other.here });
    expect((await forger.open(other.here)).text).toContain("G-430");
  });

  it("nothing a visit proved answers for the next request in the same browser", async () => {
    const { session, window, here } = await visitGate(bench, "taro");
    const before = new Set(window.cookies().map(({ value }) => value));
    const back = await window.post(`${here}/verify`, { otp: codeNow(bench) });
    expect(await backAtBank(bench, session, back)).toMatchObject({ sub: "taro", acr: "urn:warifu:otp" });
    bench.passMs(60_000);

    const again = await window.open((await askGate(bench, "taro", { warifu_purpose: "transfer" })).address);
    expect(again.text).toContain("G-210");
    const hanakos = await askGate(bench, "hanako");
    const next = await window.open(hanakos.address);
    expect(next.text).toContain("G-110");
    // Fixation: whatever the browser held before the proof opens nothing after it.
    const planted = bench.window();
    for (const cookie of window.cookies()) if (before.has(cookie.value)) planted.plant(cookie);
    expect((await planted.open(here)).text).toContain("G-431");
    expect((await planted.open(`/openid/authorize/${here.split("/").at(-1)}`)).url.origin).toBe(bench.origin);
  });

  it("two customers in one browser, one after the other, each get their own name in the ID token", async () => {
    const window = bench.window();
    for (const customerId of ["one-without", "another-without"]) {
      const session = await askGate(bench, customerId);
      const page = await window.open(session.address);
      expect(await backAtBank(bench, session, page)).toMatchObject({ sub: customerId });
    }
  });

  it("two tabs of one browser do not get in each other's way", async () => {
    const window = bench.window();
    const first = await window.open((await askGate(bench, "hanako")).address);
    const second = await window.open((await askGate(bench, "hanako")).address);
    expect(second.url.pathname).not.toBe(first.url.pathname);
    await issueAt(window, first.url.pathname);
    expect((await window.post(`${second.url.pathname}/skip`)).text).toContain("G-120");
    await setUpPhone(bench, "hanako");
    expect((await window.open(first.url.pathname)).text).toContain("G-120");
    const done = await window.post(`${first.url.pathname}/confirm`, { otp: codeNow(bench) });
    expect(done.text).toContain("G-130");
    expect((await window.post(`${second.url.pathname}/confirm`, { otp: codeNow(bench) })).text).toContain("G-210");
  });

  it("the way back of one visit cannot be taken by the state of another", async () => {
    const victim = await visitGate(bench, "taro");
    const attacker = await askGate(bench, "taro");
    bench.passMs(60_000);
    const back = await victim.window.post(`${victim.here}/verify`, { otp: codeNow(bench) });
    await expect(backAtBank(bench, attacker, back)).rejects.toThrow("invalid response");
  });

  it("a visit that has ended opens a page with a way on", async () => {
    const { window, here } = await visitGate(bench, "taro");
    bench.passMs(31 * 60_000);
    const page = await window.open(here);
    expect(page.text).toContain("G-430");
    expect(page.text).toContain("もう一度ログイン");
  });
});

describe("only our own pages change anything", () => {
  it.each(steps)("a form of another site is refused: %s", async (step) => {
    const { window, here } = await visitGate(bench, "taro");
    const before = await bench.state("taro");
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "null", "sec-fetch-site": "cross-site" },
      { origin: `${bench.origin}.evil.example` },
    ]) {
      const page = await window.post(`${here}/${step}`, { otp: codeNow(bench) }, headers);
      expect(page.status).toBe(403);
      expect(page.text).toContain("G-490");
    }
    const page = await window.open(`${here}/${step}`, { method: "POST", body: new URLSearchParams({ otp: "1" }) });
    expect(page.status).toBe(403);
    expect(await withoutKeys(bench.state("taro"))).toEqual(await withoutKeys(before));
  });

  it("GET and HEAD change nothing", async () => {
    await bench.applyFor("jiro");
    const { window, here } = await visitGate(bench, "jiro");
    await issueAt(window, here);
    const before = await withoutKeys(bench.state("jiro"));
    for (const step of steps) {
      expect((await window.open(`${here}/${step}?otp=${codeNow(bench)}`)).status).toBe(404);
      expect((await window.open(`${here}/${step}`, { method: "HEAD" })).status).toBe(404);
    }
    expect((await window.open(here, { method: "HEAD" })).status).toBe(404);
    await window.open(here);
    await window.open(`${here}/help`);
    expect(await withoutKeys(bench.state("jiro"))).toEqual(before);
  });

  it("other methods are not answered", async () => {
    const { window, here } = await visitGate(bench, "taro");
    for (const method of ["PUT", "DELETE", "PATCH"]) {
      expect((await window.open(`${here}/verify`, { method, headers: { origin: bench.origin } })).status).toBe(404);
    }
  });
});

async function withoutKeys(state: ReturnType<GateBench["state"]> | Awaited<ReturnType<GateBench["state"]>>) {
  const { customer, tokens } = await state;
  return { customer, tokens: tokens.map(({ key: _key, ...rest }) => rest) };
}

describe("what every page carries", () => {
  it("a strict policy, no framing, nothing kept; WebAssembly on G-110 only; forms may end at this bank only", async () => {
    await bench.applyFor("saburo");
    const { window, page, here } = await visitGate(bench, "saburo");
    const policyOf = (headers: Headers) => headers.get("content-security-policy") ?? "";
    for (const { headers } of [page, await window.open(`${here}/help`), await bench.window().open("/nowhere")]) {
      expect(policyOf(headers)).toContain("default-src 'none'");
      expect(policyOf(headers)).toContain("frame-ancestors 'none'");
      expect(policyOf(headers)).not.toContain("unsafe-inline");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("referrer-policy")).toBe("same-origin");
    }
    expect(policyOf(page.headers)).toContain("'wasm-unsafe-eval'");
    expect(policyOf(page.headers)).toContain(`form-action 'self' ${new URL(redirectUri).origin};`);
    const issued = await issueAt(window, here);
    expect(policyOf(issued.headers)).not.toContain("wasm");
    for (const { text } of [page, issued]) {
      expect(text).not.toMatch(/ style="| onclick=|<script(?![^>]* src=)/);
      expect(text).toMatch(/G-1[12]0/);
    }
  });

  it("cookies are signed, HttpOnly, SameSite=Lax, and bound to the visit's path", async () => {
    const session = await askGate(bench, "taro");
    const answer = await fetch(session.address, { redirect: "manual" });
    const cookies = answer.headers.getSetCookie();
    const interaction = cookies.filter((line) => line.startsWith("warifu-gate-openid-interaction"));
    expect(interaction).toHaveLength(2);
    for (const line of interaction) {
      expect(line).toMatch(/path=\/interaction\/[\w-]+/i);
      expect(line).toMatch(/httponly/i);
      expect(line).toMatch(/samesite=lax/i);
    }
  });
});

describe("the page learns by itself", () => {
  it("says at once that it waits, and a moment later that the app has been set up", async () => {
    await bench.applyFor("shiro");
    const { window, here } = await visitGate(bench, "shiro");
    await issueAt(window, here);
    const events = await openStream(window, `${here}/progress`);
    expect(await events.next()).toEqual({ stage: "waiting", mail: "queued" });
    await setUpPhone(bench, "shiro");
    expect(await events.next()).toEqual({ stage: "activated", mail: "queued" });
    await window.post(`${here}/confirm`, { otp: codeNow(bench) });
    expect(await events.next()).toMatchObject({ stage: "inUse" });
    expect(await events.next()).toBeNull();
  });

  it("an older page learns that its token was replaced, by the token it was written for", async () => {
    await bench.applyFor("rokuro");
    const { window, here } = await visitGate(bench, "rokuro");
    await issueAt(window, here);
    const [first] = (await bench.state("rokuro")).tokens;
    await issueAt(window, here);
    const old = await openStream(window, `${here}/progress?token=${first?.tokenId}`);
    expect(await old.next()).toMatchObject({ stage: "replaced" });
    expect(await old.next()).toBeNull();
    const unknown = await openStream(window, `${here}/progress?token=nothing`);
    expect(await unknown.next()).toEqual({ stage: "over", mail: "none" });
    await unknown.close();
  });

  it("keeps only a few streams for each visit", async () => {
    await bench.applyFor("goro");
    const { window, here } = await visitGate(bench, "goro");
    await issueAt(window, here);
    const streams = await Promise.all(Array.from({ length: 4 }, () => openStream(window, `${here}/progress`)));
    expect((await window.open(`${here}/progress`)).status).toBe(204);
    for (const stream of streams) await stream.close();
  });
});

/** Reads server-sent events one by one; null at the end of the stream. */
async function openStream(
  window: { cookies(): readonly { name: string; value: string; path: string }[] },
  path: string,
) {
  const cookies = window.cookies().filter((cookie) => path.startsWith(cookie.path));
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const response = await fetch(new URL(path, bench.origin), { headers: { cookie } });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  return {
    async next(): Promise<unknown> {
      for (;;) {
        const found = /data: (.*)\n\n/.exec(buffer);
        if (found?.[1] !== undefined) {
          buffer = buffer.slice(found.index + found[0].length);
          return JSON.parse(found[1]);
        }
        const chunk = await reader?.read();
        if (chunk === undefined || chunk.done) return null;
        buffer += chunk.value;
      }
    },
    close: () => reader?.cancel(),
  };
}

describe("the end of a visit", () => {
  const minuteMs = 60_000;
  const lengthen = async (window: Awaited<ReturnType<typeof visitGate>>["window"], here: string) => {
    const { status, text } = await window.postJson(`${here}/lengthen`, {});
    return { status, answer: JSON.parse(text) as Record<string, unknown> };
  };

  it("comes after 30 minutes, and 延長する puts it off by as many, within two hours", async () => {
    const { window, page, here } = await visitGate(bench, "hanako");
    expect(page.text).toMatch(/data-remaining-ms="1[78]\d{5}"/);
    for (let minutes = 25; minutes <= 100; minutes += 25) {
      bench.passMs(25 * minuteMs);
      const { answer } = await lengthen(window, here);
      expect(answer["isLast"]).toBe(minutes >= 100);
    }
    bench.passMs(19 * minuteMs);
    expect((await window.open(here)).text).toContain('data-last="yes"');
    bench.passMs(minuteMs);
    expect((await window.open(here)).text).toContain("G-430");
    expect(await lengthen(window, here)).toMatchObject({ status: 403, answer: { code: "sessionEnded" } });
  });

  it("comes after two hours at the latest, whoever presses: many times, in two tabs at once, or by a request sent again", async () => {
    const { window, here } = await visitGate(bench, "hanako");
    const lastMs = bench.service.nowMs() + 120 * minuteMs;
    for (let minutes = 0; minutes < 120; minutes += 10) {
      const beforeMs = bench.service.nowMs();
      const answers = await Promise.all(Array.from({ length: 6 }, () => lengthen(window, here)));
      for (const { status, answer } of answers) {
        expect(status).toBe(200);
        expect(beforeMs + Number(answer["remainingMs"])).toBeLessThanOrEqual(lastMs);
        expect(answer["isLast"]).toBe(minutes >= 90);
      }
      bench.passMs(10 * minuteMs);
    }
    // Two hours are over: neither another press, nor a new page of it, begins it anew, now or hours later.
    for (let hours = 0; hours < 8; hours += 1) {
      expect((await lengthen(window, here)).status).toBe(403);
      expect((await window.open(here)).text).toContain("G-430");
      expect((await window.post(`${here}/issue`)).status).toBe(403);
      bench.passMs(60 * minuteMs);
    }
  });

  it("is not put off by what the page or the address sends along", async () => {
    const { window, here } = await visitGate(bench, "hanako");
    const more = {
      endsAtMs: 9e15,
      lastAtMs: 9e15,
      remainingMs: 9e15,
      visitSeconds: 9e9,
      __proto__: { lastAtMs: 9e15 },
    };
    for (const path of [`${here}/lengthen`, `${here}/lengthen?lastAtMs=9000000000000000&lang=en`]) {
      const answer = JSON.parse((await window.postJson(path, more)).text) as Record<string, unknown>;
      expect(answer["remainingMs"]).toBeLessThanOrEqual(30 * minuteMs);
    }
  });

  it("is final: a visit that is over is not lengthened, and nothing is done in it", async () => {
    await bench.applyFor("late");
    const { window, here } = await visitGate(bench, "late");
    bench.passMs(30 * minuteMs);
    expect((await lengthen(window, here)).status).toBe(403);
    for (const step of steps) {
      const page = await window.post(`${here}/${step}`);
      expect([403, 415]).toContain(page.status);
    }
    expect((await bench.state("late")).tokens).toEqual([]);
  });

  it("is told in the visit's own language and name, with a way back to the bank", async () => {
    const { window, here } = await visitGate(bench, "hanako", { ui_locales: "en" });
    bench.passMs(31 * minuteMs);
    const over = await window.open(here);
    expect(over.status).toBe(403);
    expect(over.text).toContain("G-430");
    expect(over.text).toContain('<html lang="en">');
    expect(over.text).toContain("Ozora Credit Union");
    expect(over.text).toContain(`href="${new URL(redirectUri).origin}/"`);
    expect(over.text).not.toContain("<dialog");
    const stranger = await bench.window().open(here);
    expect(stranger.text).toContain(`href="${new URL(redirectUri).origin}/"`);
  });

  it("is lengthened by our own pages only", async () => {
    const { window, here } = await visitGate(bench, "hanako");
    const foreign = await window.open(`${here}/lengthen`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json", origin: "https://evil.example" },
    });
    expect(foreign.status).toBe(403);
    expect((await bench.window().postJson(`${here}/lengthen`, {})).status).toBe(403);
  });
});
