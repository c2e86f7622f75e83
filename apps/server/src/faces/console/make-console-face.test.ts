import { totp, presence } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { apply, importToken, issue, verify, startActivation } from "@warifu/rules";
import type { CustomerProfile, EventType, Institution, Staff, StaffRole, TokenId } from "@warifu/rules";
import type { FastifyInstance, InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeTestService, testConfig } from "../../tests/test-service.ts";
import type { TestService } from "../../tests/test-service.ts";
import { makeConsoleFace } from "./make-console-face.ts";
import { signInLinkId, signInLinkKind } from "./sign-in/sign-in-link.ts";
import { operator, operatorEvent } from "../../commands/operator.ts";

const origin = testConfig.origins.console;
const key = new Uint8Array(32).fill(3);
const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;
const nobody: CustomerProfile = { name: null, nameKana: null, branchCode: null, accountNumber: null, phone: null };
const markup = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`;

let test: TestService;
let app: FastifyInstance;

beforeAll(async () => {
  test = await makeTestService();
  app = await makeConsoleFace(test.service);
  const { storage } = test.service;
  const other: Institution = { ...test.institution, institutionId: "institution-2", serviceId: "20121234" };
  await storage.putInstitution(other, event("institution.saved", other.institutionId));
  await addStaff("teller-1", "teller");
  await addStaff("auditor-1", "auditor");
  await addStaff("foreign-1", "teller", "institution-2");
  await register("hanako", {
    ...nobody,
    name: "大空花子",
    nameKana: "オオゾラ ハナコ",
    branchCode: "001",
    accountNumber: "1234567",
    phone: "03-1234-5678",
  });
});

afterAll(async () => {
  await app.close();
  await test.service.close();
});

const event = (type: EventType, institutionId: string) => operatorEvent(type, test.clock.nowMs, institutionId);

async function addStaff(staffId: string, role: StaffRole, institutionId = "institution-1"): Promise<Staff> {
  const staff: Staff = {
    staffId,
    institutionId,
    name: `担当 ${staffId}`,
    branchName: "本店",
    role,
    passkeys: [],
    disabledAtMs: null,
  };
  await test.service.storage.putStaff(staff, event("staff.saved", institutionId));
  return staff;
}

async function register(customerId: string, profile: CustomerProfile = nobody): Promise<void> {
  const { institution, service } = test;
  const { institutionId } = institution;
  await service.perform(institution, { institutionId, customerId }, operator, (state, context) =>
    apply(state, { institutionId, customerId, profile }, context),
  );
}

async function putInUse(customerId: string): Promise<void> {
  const { institution, service } = test;
  const { institutionId } = institution;
  const tokenId = `token-${customerId}` as TokenId;
  await service.perform(institution, { institutionId, customerId }, operator, (state, context) =>
    importToken(state, { institutionId, customerId, tokenId, key, ...parameters }, context),
  );
}

async function linkFor(staffId: string): Promise<string> {
  const token = `link-of-${staffId}-${Math.random().toString(36).slice(2)}-padding-padding`;
  await test.service.storage.put(signInLinkKind, signInLinkId(token), { staffId }, test.clock.nowMs + 86_400_000);
  return token;
}

let browsers = 1;

/** Somebody at a browser: cookies, own origin, forms. */
class Browser {
  readonly cookies = new Map<string, string>();
  readonly remoteAddress = `10.0.${Math.floor(browsers / 250)}.${browsers++ % 250}`;

  async ask(options: InjectOptions) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await app.inject({
      remoteAddress: this.remoteAddress,
      ...options,
      headers: { ...(cookie === "" ? {} : { cookie }), ...options.headers },
    });
    for (const { name, value } of answer.cookies) {
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  get(url: string) {
    return this.ask({ method: "GET", url });
  }

  /** Presses the button of C-221, which carries what the screen showed. */
  async perform(check: string) {
    const { body } = await this.get(check);
    return this.post(check, { seen: seenIn(body) });
  }

  useLink(link: string) {
    return this.post("/sign-in/link", { link });
  }

  post(url: string, fields: Record<string, string> = {}, headers: Record<string, string> = { origin }) {
    const form = { "content-type": "application/x-www-form-urlencoded", ...headers };
    return this.ask({ method: "POST", url, payload: new URLSearchParams(fields).toString(), headers: form });
  }
}

/** What C-221 says that it showed. */
function seenIn(body: string): string {
  return /name="seen" value="([0-9a-f]{64})"/.exec(body)?.[1] ?? "";
}

async function signedIn(staffId: string): Promise<Browser> {
  const browser = new Browser();
  const answer = await browser.useLink(await linkFor(staffId));
  expect([answer.statusCode, answer.headers.location]).toEqual([303, "/passkeys"]);
  return browser;
}

const stateOf = (customerId: string) =>
  test.service.storage.look({ institutionId: test.institution.institutionId, customerId });
const eventsOf = (customerId: string) =>
  test.service.storage.eventsOfCustomer(test.institution.institutionId, customerId, 100);

describe("sign-in by one-time link", () => {
  it("is not used up by looking at it, as mail scanners do, nor by its secret in an address", async () => {
    const link = await linkFor("teller-1");
    for (const method of ["GET", "HEAD", "GET"] as const) {
      expect((await new Browser().ask({ method, url: "/sign-in/link" })).statusCode).toBe(200);
      expect((await new Browser().ask({ method, url: `/sign-in/link?link=${link}` })).statusCode).toBe(200);
      expect((await new Browser().ask({ method, url: `/sign-in/${link}` })).statusCode).toBe(404);
    }
    expect((await new Browser().post(`/sign-in/link?link=${link}`)).statusCode).toBe(404);
    expect((await new Browser().post(`/sign-in/${link}`)).statusCode).toBe(404);
    expect((await new Browser().useLink(link)).statusCode).toBe(303);
  });

  it("looks the same whether its secret is right or not: the page knows of none", async () => {
    const link = await linkFor("teller-1");
    const { body } = await new Browser().get("/sign-in/link");
    expect(body).not.toContain(link);
    expect(body).toContain("data-sign-in-link");
  });

  it("opens once", async () => {
    const link = await linkFor("teller-1");
    const answers = await Promise.all([1, 2, 3].map(() => new Browser().useLink(link)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([303, 404, 404]);
    expect((await new Browser().useLink(link)).statusCode).toBe(404);
  });

  it("opens nothing when it has ended, was made up, or belongs to nobody who may sign in", async () => {
    const ended = await linkFor("teller-1");
    test.clock.nowMs += 86_400_001;
    expect((await new Browser().useLink(ended)).statusCode).toBe(404);
    expect((await new Browser().useLink("x".repeat(43))).statusCode).toBe(404);
    expect((await new Browser().useLink(await linkFor("nobody-at-all"))).statusCode).toBe(404);
    const leaver = await addStaff("leaver", "teller");
    await test.service.storage.putStaff(
      { ...leaver, disabledAtMs: test.clock.nowMs },
      event("staff.saved", "institution-1"),
    );
    expect((await new Browser().useLink(await linkFor("leaver"))).statusCode).toBe(404);
  });

  it("works from our own page only", async () => {
    const link = await linkFor("teller-1");
    for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, {}]) {
      const answer = await new Browser().post("/sign-in/link", { link }, headers);
      expect(answer.statusCode).toBe(403);
    }
    expect((await new Browser().useLink(link)).statusCode).toBe(303);
  });

  it("gives a new session, whatever cookie the browser brought (fixation)", async () => {
    const browser = new Browser();
    browser.cookies.set("__Host-warifu-console-session", "planted");
    await browser.useLink(await linkFor("teller-1"));
    const first = browser.cookies.get("__Host-warifu-console-session");
    expect(first).toMatch(/^[\w-]{43}$/);
    await browser.useLink(await linkFor("teller-1"));
    const second = browser.cookies.get("__Host-warifu-console-session");
    expect(second).not.toBe(first);
    const old = new Browser();
    old.cookies.set("__Host-warifu-console-session", first ?? "");
    expect((await old.get("/")).statusCode).toBe(303);
  });

  it("sets a strict cookie that scripts cannot read, and is on record", async () => {
    const browser = new Browser();
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
    const browser = new Browser();
    const statuses = [];
    for (let count = 0; count < 70; count += 1) statuses.push((await browser.useLink(String(count))).statusCode);
    expect([statuses[0], statuses.at(-1)]).toEqual([404, 429]);
  });

  it("leaves neither link nor session in the log", async () => {
    const browser = new Browser();
    const link = await linkFor("teller-1");
    await browser.useLink(link);
    expect(test.logged()).not.toContain(link);
    expect(test.logged()).not.toContain(browser.cookies.get("__Host-warifu-console-session"));
  });
});

describe("a session", () => {
  it("is needed for everything but the sign-in", async () => {
    for (const url of ["/", "/search", "/customers/hanako", "/applications/new", "/passkeys", "/procedures/x"]) {
      const answer = await new Browser().get(url);
      expect([answer.statusCode, answer.headers.location]).toEqual([303, "/sign-in"]);
    }
    expect((await new Browser().post("/search/quick", { q: "hanako" })).headers.location).toBe("/sign-in");
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
    const thief = new Browser();
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
    const signIn = await new Browser().ask({ method: "POST", url: "/sign-in/options", payload: "{}", headers: json });
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
    const browser = new Browser();
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

describe("search", () => {
  it("opens the one customer found, and writes no name into an address", async () => {
    const browser = await signedIn("teller-1");
    for (const q of ["hanako", "ｈａｎａｋｏ", "001-1234567", "０３ー１２３４−５６７８"]) {
      const answer = await browser.post("/search/quick", { q });
      expect([answer.statusCode, answer.headers.location], q).toEqual([303, "/customers/hanako"]);
    }
    const byName = await browser.post("/search", { nameKana: "ｵｵｿﾞﾗ ﾊﾅｺ", phone: "0312345678" });
    expect(byName.headers.location).toBe("/customers/hanako");
  });

  it("refuses a name alone, keeps what was typed and says where the mistake is", async () => {
    const browser = await signedIn("teller-1");
    const answer = await browser.post("/search", { nameKana: "オオゾラ" });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('value="オオゾラ"');
    expect(answer.body).toContain("氏名カナだけでは検索できません");
    expect(answer.body).toContain('role="alert"');
  });

  it("shows several customers to choose from, and nobody with a way on", async () => {
    await register("family-1", { ...nobody, phone: "0399998888", name: "家族一" });
    await register("family-2", { ...nobody, phone: "03-9999-8888", name: "家族二" });
    const browser = await signedIn("teller-1");
    expect((await browser.post("/search/quick", { q: "03-9999-8888" })).headers.location).toBe("/search");
    const results = await browser.get("/search");
    expect(results.body).toContain("/customers/family-1");
    expect(results.body).toContain("家族二");
    await browser.post("/search/quick", { q: "nobody-here" });
    expect((await browser.get("/search")).body).toContain("該当するお客様はいません");
  });

  it("finds no customer of another institution", async () => {
    const foreign = await signedIn("foreign-1");
    expect((await foreign.post("/search/quick", { q: "hanako" })).headers.location).toBe("/search");
    expect((await foreign.post("/search", { customerId: "hanako" })).headers.location).toBe("/search");
  });
});

describe("a customer's screen", () => {
  it("says the state in words, what the customer sees and what to read out, and is recorded once per look", async () => {
    await register("looked-at", { ...nobody, name: "見田太郎" });
    const browser = await signedIn("teller-1");
    const answer = await browser.get("/customers/looked-at");
    for (const text of [
      "見田太郎",
      "申込済・発行待ち",
      "G-110",
      "お客様の画面",
      "利用申込を登録",
      "担当 teller-1",
      "本店",
      "C-210",
    ]) {
      expect(answer.body).toContain(text);
    }
    await browser.get("/customers/looked-at");
    const looks = (await eventsOf("looked-at")).filter(({ type }) => type === "customer.viewed");
    expect(looks).toHaveLength(1);
    expect(looks[0]?.actor.id).toBe("teller-1");
    test.clock.nowMs += 10 * 60_000;
    await browser.get("/customers/looked-at");
    expect((await eventsOf("looked-at")).filter(({ type }) => type === "customer.viewed")).toHaveLength(2);
  });

  it("tells causes in plain words and never a code", async () => {
    await putInUse("guessed");
    const { institution, service } = test;
    const subject = { institutionId: institution.institutionId, customerId: "guessed" };
    const right = totp(nodeHmac, key, test.clock.nowMs, parameters);
    const wrong = String((Number(right) + 1) % 100_000_000).padStart(8, "0");
    for (const otp of [right, right, wrong]) {
      await service.perform(institution, subject, { kind: "customer", id: null, channel: "gate" }, (state, context) =>
        verify(state, { codeFor: presence, otp, purpose: "transfer", reference: null }, context),
      );
    }
    const { body } = await (await signedIn("teller-1")).get("/customers/guessed");
    for (const text of ["使用済みの番号", "番号違い", "残り4回", "振込", "ポータル", "利用中"])
      expect(body).toContain(text);
    expect(body).not.toContain(right);
    expect(body).not.toContain(wrong);
  });

  it("is 404 for another institution's customer, for nobody, and for what is no ID", async () => {
    const foreign = await signedIn("foreign-1");
    for (const path of ["", "/suspend", "/resume", "/unlock", "/revoke", "/cancel"]) {
      expect((await foreign.get(`/customers/hanako${path}`)).statusCode, path).toBe(404);
    }
    for (const path of ["/suspend", "/revoke", "/cancel"]) {
      const answer = await foreign.post(`/customers/hanako${path}`, { identityCheck: "callback", reason: "lost" });
      expect(answer.statusCode, path).toBe(404);
    }
    const browser = await signedIn("teller-1");
    for (const id of ["nobody", "%E3%81%82", "a%2Fb", "%00", "x".repeat(65)]) {
      expect((await browser.get(`/customers/${id}`)).statusCode, id).toBe(404);
    }
    expect((await browser.get("/customers/hanako/explode")).statusCode).toBe(404);
  });

  it("shows markup in every field as text", async () => {
    await register("markup", {
      name: markup,
      nameKana: markup,
      branchCode: markup,
      accountNumber: markup,
      phone: markup,
    });
    const browser = await signedIn("teller-1");
    await browser.post("/search", { customerId: "markup" });
    for (const url of [
      "/customers/markup",
      "/search",
      "/customers/markup/cancel",
      "/applications/new?customerId=markup",
    ]) {
      const { body } = await browser.get(url);
      expect(body, url).not.toContain("<script>alert");
      expect(body, url).not.toContain("<img src=x");
    }
    await browser.post("/search/quick", { q: markup });
    expect((await browser.get("/search")).body).not.toContain("<script>alert");
    const form = {
      customerId: markup,
      name: markup,
      nameKana: markup,
      phone: markup,
      identityCheck: markup,
      reason: markup,
    };
    expect((await browser.post("/applications/new", form)).body).not.toContain("<script>alert");
  });
});

describe("利用申込の登録", () => {
  const typed = {
    customerId: "ｔａｒｏ",
    name: "大空太郎",
    nameKana: "ｵｵｿﾞﾗ ﾀﾛｳ",
    branchCode: "００１",
    accountNumber: "7654321",
    phone: "03-8765-4321",
    identityCheck: "driverLicence",
    reason: "newApplication",
  };

  it("is filled in, checked as before → after, then carried out once; the gate then shows 手順1", async () => {
    const browser = await signedIn("teller-1");
    const sent = await browser.post("/applications/new", typed);
    expect(sent.statusCode).toBe(303);
    const check = String(sent.headers.location);
    const summary = await browser.get(check);
    for (const text of ["taro", "オオゾラ タロウ", "運転免許証", "新しいお申し込み", "対象外", "申込済・発行待ち"]) {
      expect(summary.body).toContain(text);
    }
    expect((await stateOf("taro")).customer).toBeNull();

    const seen = seenIn(summary.body);
    const answers = await Promise.all([browser.post(check, { seen }), browser.post(check, { seen })]);
    expect(answers.filter(({ headers }) => headers.location === "/customers/taro")).not.toEqual([]);
    const again = await browser.post(check, { seen });
    expect([again.statusCode, again.headers.location]).toEqual([303, "/customers/taro"]);
    const { customer } = await stateOf("taro");
    expect(customer).toMatchObject({ use: "applied", profile: { name: "大空太郎", phone: "03-8765-4321" } });
    expect(await eventsOf("taro")).toMatchObject([
      {
        type: "application.registered",
        actor: { kind: "staff", id: "teller-1", channel: "console" },
        detail: { identityCheck: "driverLicence", reason: "newApplication" },
      },
    ]);
    const shown = await browser.get("/customers/taro");
    expect(shown.body).toContain("利用申込を登録しました");
    expect((await browser.get("/customers/taro")).body).not.toContain("利用申込を登録しました");
  });

  it("says what is missing and keeps what was typed", async () => {
    const browser = await signedIn("teller-1");
    const answer = await browser.post("/applications/new", { name: "大空", customerId: "あ" });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('value="大空"');
    for (const field of ["customerId", "identityCheck", "reason"]) expect(answer.body).toContain(`href="#${field}"`);
  });

  it("of a registered customer changes nothing, says so before anything is pressed, and offers no button", async () => {
    const browser = await signedIn("teller-1");
    const sent = await browser.post("/applications/new", { ...typed, customerId: "hanako", name: "別人" });
    const check = String(sent.headers.location);
    const { body } = await browser.get(check);
    expect(body).toContain("すでに登録されています");
    expect(body).toContain("大空花子（hanako）");
    expect(body).toContain('href="/customers/hanako"');
    expect(body).not.toContain("登録する</button>");
    expect(body).not.toContain("別人");
    await browser.post(check, { seen: "0".repeat(64) });
    expect((await stateOf("hanako")).customer?.profile.name).toBe("大空花子");
  });

  it("of a customer who has come back shows each entry as it was and as it will be", async () => {
    await register("back-again", { ...nobody, name: "旧姓花子", phone: "03-1111-2222" });
    const browser = await signedIn("teller-1");
    const sent = await browser.post("/customers/back-again/cancel", { identityCheck: "callback", reason: "mistake" });
    await browser.perform(String(sent.headers.location));
    const again = await browser.post("/applications/new", { ...typed, customerId: "back-again", phone: "" });
    const { body } = await browser.get(String(again.headers.location));
    for (const text of ["利用解除", "申込済・発行待ち", "旧姓花子", "大空太郎", "03-1111-2222", "変わりません"])
      expect(body).toContain(text);
  });

  it("that waited too long is not carried out, and its entries are still there", async () => {
    const browser = await signedIn("teller-1");
    const check = String((await browser.post("/applications/new", { ...typed, customerId: "slow" })).headers.location);
    const seen = seenIn((await browser.get(check)).body);
    for (let minutes = 0; minutes < 15; minutes += 5) {
      test.clock.nowMs += 5 * 60_000;
      await browser.get("/");
    }
    const late = await browser.post(check, { seen });
    expect(late.statusCode).toBe(404);
    expect(late.body).toContain("有効期限が切れました");
    const back = /href="(\/applications\/new\?order=[0-9a-f]+)"/.exec(late.body)?.[1] ?? "";
    const form = (await browser.get(back)).body;
    for (const kept of ['value="slow"', 'value="大空太郎"', 'value="03-8765-4321"']) expect(form).toContain(kept);
    expect((await stateOf("slow")).customer).toBeNull();
  });

  it("is carried out only by the staff member who filled it in, and within a quarter of an hour", async () => {
    const browser = await signedIn("teller-1");
    const check = String((await browser.post("/applications/new", { ...typed, customerId: "jiro" })).headers.location);
    await addStaff("teller-3", "teller");
    const colleague = await signedIn("teller-3");
    expect((await colleague.get(check)).statusCode).toBe(404);
    expect((await colleague.post(check)).statusCode).toBe(404);
    for (let minutes = 0; minutes < 15; minutes += 5) {
      test.clock.nowMs += 5 * 60_000;
      await browser.get("/");
    }
    expect((await browser.post(check)).statusCode).toBe(404);
    expect((await stateOf("jiro")).customer).toBeNull();
  });

  it("refuses a field sent twice, foreign pages and other content types", async () => {
    const browser = await signedIn("teller-1");
    const twice = await browser.ask({
      method: "POST",
      url: "/applications/new",
      payload: "customerId=a&customerId=b",
      headers: { origin, "content-type": "application/x-www-form-urlencoded" },
    });
    expect(twice.statusCode).toBe(400);
    expect((await browser.post("/applications/new", typed, { origin: "https://evil.example" })).statusCode).toBe(403);
    expect((await browser.post("/applications/new", typed, { "sec-fetch-site": "cross-site" })).statusCode).toBe(403);
    const plain = await browser.ask({
      method: "POST",
      url: "/applications/new",
      payload: "x",
      headers: { origin, "content-type": "text/plain" },
    });
    expect(plain.statusCode).toBe(415);
  });
});

describe("stops", () => {
  it("suspend takes three clicks: open, 一時停止, 一時停止する", async () => {
    await putInUse("lost-phone");
    const browser = await signedIn("teller-1");
    const opened = await browser.get("/customers/lost-phone");
    expect(opened.body).toContain('href="/customers/lost-phone/suspend"');
    expect((await browser.get("/customers/lost-phone/suspend")).statusCode).toBe(200);
    const done = await browser.post("/customers/lost-phone/suspend", { identityCheck: "notYet", reason: "lost" });
    expect([done.statusCode, done.headers.location]).toEqual([303, "/customers/lost-phone"]);
    const { body } = await browser.get("/customers/lost-phone");
    for (const text of ["一時停止（受付による）", "一時停止しました", "担当 teller-1（本店）", "理由：紛失"])
      expect(body).toContain(text);
    expect((await stateOf("lost-phone")).tokens[0]?.suspendedAtMs).toBe(test.clock.nowMs);
  });

  it("resume, revoke and cancel are checked first and say when they are final", async () => {
    await putInUse("stopped");
    const browser = await signedIn("teller-1");
    const checked = async (procedure: string, reason: string) => {
      const sent = await browser.post(`/customers/stopped/${procedure}`, { identityCheck: "callback", reason });
      const summary = await browser.get(String(sent.headers.location));
      const done = await browser.perform(String(sent.headers.location));
      return { summary: summary.body, status: done.statusCode };
    };
    await browser.post("/customers/stopped/suspend", { identityCheck: "notYet", reason: "lost" });
    expect(await checked("resume", "found")).toMatchObject({ status: 303 });
    const revoked = await checked("revoke", "lost");
    expect(revoked.status).toBe(303);
    expect(revoked.summary).toContain("元に戻すことができません");
    const { body } = await browser.get("/customers/stopped");
    expect(body).toContain("失効");
    expect(body).toContain("電話");
    expect(body).toContain("/applications/new?customerId=stopped");
    expect((await stateOf("stopped")).customer?.revokedAtMs).not.toBeNull();

    const again = await browser.post("/applications/new", {
      customerId: "stopped",
      identityCheck: "myNumberCard",
      reason: "afterRevocation",
    });
    expect((await browser.perform(String(again.headers.location))).statusCode).toBe(303);
    expect((await stateOf("stopped")).customer?.revokedAtMs).toBeNull();
    expect(await checked("cancel", "accountClosed")).toMatchObject({ status: 303 });
    expect((await stateOf("stopped")).customer?.use).toBe("cancelled");
  });

  it("take how identity was checked and why from their own lists only", async () => {
    await putInUse("listed");
    const browser = await signedIn("teller-1");
    for (const fields of [
      {},
      { identityCheck: "callback" },
      { identityCheck: "callback", reason: "because" },
      { identityCheck: "x", reason: "lost" },
    ]) {
      expect((await browser.post("/customers/listed/suspend", fields as Record<string, string>)).statusCode).toBe(422);
    }
    // A stop need not wait for papers; an end must.
    expect(
      (await browser.post("/customers/listed/revoke", { identityCheck: "notYet", reason: "lost" })).statusCode,
    ).toBe(422);
    expect((await stateOf("listed")).tokens[0]).toMatchObject({ suspendedAtMs: null, life: "inUse" });
  });

  it("that the rules would refuse say why before anything is typed, and say it again when they are asked all the same", async () => {
    await putInUse("raced");
    const browser = await signedIn("teller-1");
    const form = (await browser.get("/customers/raced/resume")).body;
    expect(form).toContain("一時停止されていません");
    expect(form).not.toContain("<select");
    const answer = await browser.post("/customers/raced/resume", { identityCheck: "callback", reason: "found" });
    const { body } = await browser.get(String(answer.headers.location));
    expect(body).toContain("一時停止されていません");
    expect(body).not.toContain("再開する</button>");
  });

  it("do exactly what was shown: a customer who changed meanwhile is shown anew and nothing is done", async () => {
    await putInUse("moving");
    const browser = await signedIn("teller-1");
    const asked = await browser.post("/customers/moving/revoke", { identityCheck: "callback", reason: "lost" });
    const check = String(asked.headers.location);
    const seen = seenIn((await browser.get(check)).body);
    await browser.post("/customers/moving/suspend", { identityCheck: "notYet", reason: "lost" });

    const late = await browser.post(check, { seen });
    expect([late.statusCode, late.headers.location]).toEqual([303, `${check}?note=changed`]);
    expect((await stateOf("moving")).tokens[0]?.life).toBe("inUse");
    for (const forged of ["", "x", "0".repeat(64)]) {
      expect((await browser.post(check, { seen: forged })).headers.location).toBe(`${check}?note=changed`);
    }
    const { body } = await browser.get(`${check}?note=changed`);
    expect(body).toContain("お客様の状態が変わりました");
    expect(body).toContain("一時停止（受付による）");
    expect((await browser.post(check, { seen: seenIn(body) })).headers.location).toBe("/customers/moving");
    expect((await stateOf("moving")).tokens[0]?.life).toBe("revoked");
  });

  it("show what the rules will really do: a token that is locked below its stop stays locked", async () => {
    await putInUse("locked-below");
    const { institution, service } = test;
    const subject = { institutionId: institution.institutionId, customerId: "locked-below" };
    const right = totp(nodeHmac, key, test.clock.nowMs, parameters);
    const otp = String((Number(right) + 1) % 100_000_000).padStart(8, "0");
    for (let count = 0; count < 15; count += 1) {
      if (count > 0 && count % 5 === 0) test.clock.nowMs += 31 * 60_000;
      await service.perform(institution, subject, operator, (state, context) =>
        verify(state, { codeFor: presence, otp, purpose: "login", reference: null }, context),
      );
    }
    const browser = await signedIn("teller-1");
    await browser.post("/customers/locked-below/suspend", { identityCheck: "notYet", reason: "lost" });
    const resume = await browser.post("/customers/locked-below/resume", { identityCheck: "callback", reason: "found" });
    const { body } = await browser.get(String(resume.headers.location));
    expect(body).toContain("利用停止（ロック中）");
    await browser.perform(String(resume.headers.location));
    const unlock = (await browser.get("/customers/locked-below/unlock")).body;
    expect(unlock).toContain("停止までの残り回数");
    expect(unlock).toContain("5回");
  });

  it("name the customer wherever something is confirmed", async () => {
    await register("named", {
      ...nobody,
      name: "名前太郎",
      nameKana: "ナマエ タロウ",
      branchCode: "002",
      accountNumber: "55",
    });
    await putInUse("named");
    const browser = await signedIn("teller-1");
    const asked = await browser.post("/customers/named/cancel", { identityCheck: "callback", reason: "mistake" });
    for (const url of ["/customers/named/cancel", "/customers/named/suspend", String(asked.headers.location)]) {
      const { body } = await browser.get(url);
      for (const text of ["名前太郎（named）", "ナマエ タロウ", "002-55"]) expect(body, url).toContain(text);
    }
  });
});

describe("a token whose set-up has no try left", () => {
  it("is said to be used up, with the way on, and no end that anybody could still wait for", async () => {
    await register("wrong-five-times");
    const { institution, service } = test;
    const subject = { institutionId: institution.institutionId, customerId: "wrong-five-times" };
    const command = {
      tokenId: "wrong-five-times" as TokenId,
      userId: "user of wrong-five-times",
      mobileEmail: "saisan@oozora.example",
      registrationRecord: "record",
      locale: "ja",
    } as const;
    await service.perform(institution, subject, operator, (state, context) => issue(state, command, context));
    const browser = await signedIn("teller-1");
    const waiting = "お客様がスマートフォンで初期設定をするのを待っています";
    expect((await browser.get("/customers/wrong-five-times")).body).toContain(waiting);
    for (let tries = 0; tries < institution.policy.activationTriesPerIssuance; tries += 1) {
      await service.perform(institution, subject, operator, (state, context) =>
        startActivation(state, { userId: command.userId }, context),
      );
    }
    const { body } = await browser.get("/customers/wrong-five-times");
    expect(body).toContain("新しいトークンの発行待ち（パスワード違い）");
    expect(body).toContain("このトークンは設定できません");
    expect(body).not.toContain(waiting);
  });
});

describe("発行の追加", () => {
  async function usedUp(customerId: string): Promise<void> {
    await register(customerId, { ...nobody, name: "再三太郎" });
    const { institution, service } = test;
    const subject = { institutionId: institution.institutionId, customerId };
    for (let count = 0; count < institution.policy.issuancesPerDay; count += 1) {
      const command = {
        tokenId: `${customerId}-${count}` as TokenId,
        userId: `user ${customerId} ${count}`,
        mobileEmail: "saisan@oozora.example",
        registrationRecord: "record",
        locale: "ja",
      } as const;
      await service.perform(institution, subject, operator, (state, context) => issue(state, command, context));
    }
  }

  it("is offered when the day's issuances are used up, is confirmed with before and after, and gives one more", async () => {
    await usedUp("third-time");
    const browser = await signedIn("teller-1");
    const shown = (await browser.get("/customers/third-time")).body;
    expect(shown).toContain("発行回数の上限に達しています");
    expect(shown).toContain('href="/customers/third-time/allowIssuance"');
    const fields = { identityCheck: "callback", reason: "mailNotReceived" };
    const asked = await browser.post("/customers/third-time/allowIssuance", fields);
    const { body } = await browser.get(String(asked.headers.location));
    for (const text of ["再三太郎（third-time）", "24時間以内に発行できる残り回数", "0回", "1回"]) {
      expect(body).toContain(text);
    }
    expect((await browser.perform(String(asked.headers.location))).headers.location).toBe("/customers/third-time");
    expect((await stateOf("third-time")).customer?.extraIssuancesAtMs).toEqual([test.clock.nowMs]);
    const after = (await browser.get("/customers/third-time")).body;
    for (const text of ["もう1回発行できるようにしました", "発行を1回追加", "メールの不着", "あと1回発行できます"]) {
      expect(after).toContain(text);
    }
    expect(after).not.toContain('href="/customers/third-time/allowIssuance"');
  });

  it("needs identity and a reason, is not for auditors, and not for a customer who has some left", async () => {
    await usedUp("not-so-fast");
    const auditor = await signedIn("auditor-1");
    const browser = await signedIn("teller-1");
    const url = "/customers/not-so-fast/allowIssuance";
    expect((await auditor.post(url, { identityCheck: "callback", reason: "mistyped" })).statusCode).toBe(403);
    for (const fields of [
      {},
      { identityCheck: "notYet", reason: "mistyped" },
      { identityCheck: "callback", reason: "x" },
    ])
      expect((await browser.post(url, fields as Record<string, string>)).statusCode).toBe(422);
    expect((await stateOf("not-so-fast")).customer?.extraIssuancesAtMs).toEqual([]);
    await register("has-some");
    expect((await browser.get("/customers/has-some")).body).not.toContain("allowIssuance");
    expect((await browser.get("/customers/has-some/allowIssuance")).body).toContain("まだ発行できるため");
  });
});

describe("an auditor", () => {
  it("reads everything and does nothing", async () => {
    await putInUse("audited");
    const browser = await signedIn("auditor-1");
    const shown = await browser.get("/customers/audited");
    expect(shown.statusCode).toBe(200);
    expect(shown.body).toContain("閲覧のみ");
    expect(shown.body).not.toContain("/customers/audited/suspend");
    for (const url of [
      "/applications/new",
      "/customers/audited/suspend",
      "/customers/audited/cancel",
      "/procedures/0",
    ]) {
      expect((await browser.get(url)).statusCode, url).toBe(403);
      expect((await browser.post(url, { identityCheck: "callback", reason: "lost" })).statusCode, url).toBe(403);
    }
    expect((await stateOf("audited")).tokens[0]?.suspendedAtMs).toBeNull();
  });
});

describe("every page", () => {
  it("speaks Japanese, and English when asked, and remembers it", async () => {
    const browser = await signedIn("teller-1");
    expect((await browser.get("/customers/hanako")).body).toContain('<html lang="ja"');
    expect((await browser.get("/customers/hanako?lang=en")).body).toContain("What to say at the desk");
    expect((await browser.get("/")).body).toContain('<html lang="en"');
  });

  it("that came back with errors leads in another language to the same form, not home", async () => {
    const browser = await signedIn("teller-1");
    const answers = {
      "/applications/new": await browser.post("/applications/new", { name: "大空" }),
      "/customers/hanako/cancel": await browser.post("/customers/hanako/cancel", {}),
      "/search": await browser.post("/search", { nameKana: "オオゾラ" }),
    };
    for (const [path, { statusCode, body }] of Object.entries(answers)) {
      expect([path, statusCode]).toEqual([path, 422]);
      expect(body).toContain(`href="${path}?lang=en"`);
    }
  });

  it("allows no script of its own making, no frame, nothing from elsewhere, and is not kept by the browser", async () => {
    const browser = await signedIn("teller-1");
    const { headers, body } = await browser.get("/customers/hanako");
    expect(headers["content-security-policy"]).toContain("script-src 'self'");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["cache-control"]).toBe("no-store");
    expect(body).not.toMatch(/ on[a-z]+=|style="|<script>/);
  });

  it("carries a ribbon in a training environment only", async () => {
    expect((await (await signedIn("teller-1")).get("/")).body).not.toContain("練習環境");
    const training = await makeTestService({ config: { ...testConfig, environment: "training" } });
    const face = await makeConsoleFace(training.service);
    expect((await face.inject("/sign-in")).body).toContain("練習環境");
    await face.close();
    await training.service.close();
  });

  it("tells what happened, what to do and a number for support, without details", async () => {
    const browser = await signedIn("teller-1");
    const { body, statusCode } = await browser.get("/no/such/page");
    expect(statusCode).toBe(404);
    expect(body).toContain("ページが見つかりません");
    expect(body).toContain("お問い合わせ番号");
  });
});
