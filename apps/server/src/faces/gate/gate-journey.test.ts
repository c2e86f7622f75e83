import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  backAtBank,
  codeNow,
  issueAt,
  openGateBench,
  postOnly,
  registerAt,
  setUpPhone,
  startUse,
  tryActivation,
  visitGate,
  wrongCode,
} from "./testing/gate-bench.ts";
import type { GateBench } from "./testing/gate-bench.ts";
import { issueErrors } from "./screens/issue/issue-errors.ts";
import { issueWords } from "./screens/issue/words.ts";

let bench: GateBench;
let people = 0;
beforeAll(async () => {
  bench = await openGateBench();
});
afterAll(() => bench.close());

const minuteMs = 60_000;

/** Somebody new for each test, so that no test depends on another. */
function somebody(): string {
  people += 1;
  return `person-${people}`;
}

async function applied(): Promise<string> {
  const customerId = somebody();
  await bench.applyFor(customerId);
  return customerId;
}

async function inUse(): Promise<string> {
  const customerId = somebody();
  await startUse(bench, customerId);
  bench.passMs(2 * minuteMs);
  return customerId;
}

async function newestToken(customerId: string) {
  const [token] = (await bench.state(customerId)).tokens;
  if (token === undefined) throw new Error("no token");
  return token;
}

describe("the five steps at the gate", () => {
  it("手順1, 手順2, 手順5: issue, set up, confirm, and back to the bank with urn:warifu:otp", async () => {
    const customerId = await applied();
    const { session, window, page, here } = await visitGate(bench, customerId);
    expect(page.text).toContain("G-110");
    expect(page.text).toContain("トークン発行の省略");
    expect(page.text).toContain("@otp-auth.example");

    const issued = await issueAt(window, here);
    expect(issued.url.pathname).toBe(here);
    expect(issued.text).toContain("G-120");
    expect(issued.text).toContain("hanakodt@oozora.co.jp");
    expect(issued.text).toContain("1012-1234");
    const { userId } = await newestToken(customerId);
    expect(issued.text).toMatch(new RegExp(`#s=10121234&(amp|#38);u=${userId}"`));
    expect(issued.text).toContain("送信中");

    await setUpPhone(bench, customerId);
    const waiting = await window.open(here);
    expect(waiting.text).toMatch(/data-stage="activated"\s*>/);

    const done = await window.post(`${here}/confirm`, { otp: codeNow(bench) });
    expect(done.text).toContain("G-130");
    const back = await window.post(`${here}/continue`);
    const claims = await backAtBank(bench, session, back);
    expect(claims).toMatchObject({ sub: customerId, acr: "urn:warifu:otp", amr: ["otp"] });
    expect(claims?.auth_time).toBeTypeOf("number");
    expect((await newestToken(customerId)).life).toBe("inUse");
  });

  it("are counted as the manual counts them, everywhere on a page, and all ticked off at the end", async () => {
    const customerId = await applied();
    const { window, page, here } = await visitGate(bench, customerId);
    const onTop = ({ text }: { readonly text: string }) =>
      [...text.matchAll(/class="step step-(\w+)"[^>]*>\s*<span class="step-number"><span>([^<]*)</g)]
        .map(([, state, number]) => `${number} ${state}`)
        .slice(0, 3);
    expect(onTop(page)).toEqual(["1 current", "2–4 next", "5 next"]);
    const issued = await issueAt(window, here);
    expect(onTop(issued)).toEqual(["1 done", "2–4 current", "5 next"]);
    const howTo = [
      ...issued.text.matchAll(/class="how-to-number"><span class="visually-hidden">手順<\/span>\s*([^<\s]*)/g),
    ];
    expect(howTo.map(([, number]) => number)).toEqual(["2", "3–4", "5"]);
    await setUpPhone(bench, customerId);
    expect(onTop(await window.open(here))).toEqual(["1 done", "2–4 done", "5 current"]);
    const done = await window.post(`${here}/confirm`, { otp: codeNow(bench) });
    expect(onTop(done)).toEqual(["1 done", "2–4 done", "5 done"]);
    expect(done.text).toContain("全5手順が完了");
    expect(done.text).not.toContain('aria-current="step"');
  });

  it("digits in full width, with spaces and hyphens, are a code", async () => {
    const customerId = await applied();
    const { window, here } = await visitGate(bench, customerId);
    await issueAt(window, here);
    await setUpPhone(bench, customerId);
    const code = codeNow(bench).replaceAll(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
    const done = await window.post(`${here}/confirm`, { otp: ` ${code.slice(0, 4)}　ー${code.slice(4)} ` });
    expect(done.text).toContain("G-130");
  });

  it("the next log-in asks for a code, and the one of 手順5 is used", async () => {
    const customerId = somebody();
    await startUse(bench, customerId);
    const { session, window, page, here } = await visitGate(bench, customerId);
    expect(page.text).toContain("G-210");
    expect(page.text).toContain("ログイン");
    const used = await window.post(`${here}/verify`, { otp: codeNow(bench) });
    expect(used.text).toContain("すでに使われています");
    // True whether the phone shows another number by now or still the same one.
    expect(used.text).toContain("アプリに別の番号が表示されているときは、その番号を入力してください");
    expect(used.text).toContain("次の番号に切り替わってから入力してください（最大60秒）");
    bench.passMs(minuteMs);
    const back = await window.post(`${here}/verify`, { otp: codeNow(bench) });
    expect(await backAtBank(bench, session, back)).toMatchObject({ acr: "urn:warifu:otp", amr: ["otp"] });
  });

  it("nothing is due for a customer who never applied: straight back, urn:warifu:none and no amr", async () => {
    const { session, page } = await visitGate(bench, somebody());
    const claims = await backAtBank(bench, session, page);
    expect(claims).toMatchObject({ acr: "urn:warifu:none" });
    expect(claims?.amr ?? []).toEqual([]);
  });

  it("a transfer without one-time passwords is not let through", async () => {
    const nobody = await visitGate(bench, somebody(), { warifu_purpose: "transfer" });
    expect(nobody.page.text).toContain("G-410");
    const notReady = await visitGate(bench, await applied(), { warifu_purpose: "transfer" });
    expect(notReady.page.text).toContain("G-411");
    for (const step of ["continue", "later", "skip", "confirm", "verify"]) {
      const page = await notReady.window.post(`${notReady.here}/${step}`, { otp: "12345678" });
      expect(page.url.origin).toBe(bench.origin);
    }
    const back = await notReady.window.post(`${notReady.here}/leave`);
    expect(back.url.searchParams.get("error")).toBe("access_denied");
  });

  it("a transfer names itself and is proved by a code of its own", async () => {
    const customerId = await inUse();
    const { session, window, page, here } = await visitGate(bench, customerId, { warifu_purpose: "transfer" });
    expect(page.text).toContain("振込");
    expect(page.text).toContain("大空信用組合");
    const back = await window.post(`${here}/verify`, { otp: codeNow(bench) });
    expect(await backAtBank(bench, session, back)).toMatchObject({ acr: "urn:warifu:otp" });
  });

  it("a double click on 認証確認 loses nothing", async () => {
    const customerId = await inUse();
    const { session, window, here } = await visitGate(bench, customerId);
    const otp = codeNow(bench);
    const first = await postOnly(window, `${here}/verify`, { otp });
    expect(first.status).toBe(303);
    const second = await window.post(`${here}/verify`, { otp });
    expect(await backAtBank(bench, session, second)).toMatchObject({ acr: "urn:warifu:otp" });
  });
});

/** What is typed stays in the field; line ends do not survive a text field. */
function keptAs(typed: string): string {
  return typed.includes("\n") ? 'id="mobileEmail"' : `value="${typed}"`;
}

describe("手順1: the entries", () => {
  it.each([
    ["", "", "メールアドレスを入力してください"],
    ["a@b", "a@b", "4文字以上"],
    [`${"a".repeat(60)}@b.jp`, `${"a".repeat(60)}@b.jp`, "64文字以内"],
    ["taro@docomo", "taro@docomo", "途中で終わっている"],
    ["hanako", "hanako", "形式が正しくありません"],
    ["a@b.jp\r\nBcc: x@y.jp", "a@b.jp\r\nBcc: x@y.jp", "形式が正しくありません"],
    ["a@b@c.jp", "a@b@c.jp", "形式が正しくありません"],
    ["hanako@oozora.co.jp", "hanako@oozora.or.jp", "一致していません"],
    ["hanako@oozora.co.jp", "", "もう一度メールアドレス"],
  ])("%j / %j is sent back with its reason and the entry kept", async (mobileEmail, mobileEmailAgain, reason) => {
    const customerId = await applied();
    const { window, here } = await visitGate(bench, customerId);
    const page = await issueAt(window, here, { mobileEmail, mobileEmailAgain });
    expect(page.text).toContain("G-110");
    expect(page.text).toContain(reason);
    expect(page.text).toMatch(/<title>エラー/);
    expect(page.text).toContain(keptAs(mobileEmail));
    expect((await bench.state(customerId)).tokens).toEqual([]);
  });

  it.each([
    "hanako..dt@docomo.ne.jp",
    "hanako.@ezweb.ne.jp",
    "ｈａｎａｋｏ＠ｏｏｚｏｒａ．ｃｏ．ｊｐ",
    " hanako@oozora.co.jp ",
  ])("%j is accepted", async (mobileEmail) => {
    const { window, here } = await visitGate(bench, await applied());
    const page = await issueAt(window, here, { mobileEmail, mobileEmailAgain: mobileEmail });
    expect(page.text).toContain("G-120");
  });

  it("the password's fields have no names and its value is nowhere in the page", async () => {
    const { page } = await visitGate(bench, await applied());
    const inputs = page.text.match(/<input[^>]*>/g) ?? [];
    const password = inputs.filter((input) => input.includes('id="activationPassword'));
    expect(password).toHaveLength(2);
    for (const input of password) expect(input).not.toMatch(/ name=| value=/);
  });

  it("a form without a registration issues nothing and says what to do", async () => {
    const customerId = await applied();
    const { window, here } = await visitGate(bench, customerId);
    const missing = await issueAt(window, here, { registrationRecord: "" });
    expect(missing.text).toContain("JavaScriptを有効に");
    const malformed = await issueAt(window, here, { registrationRecord: "x".repeat(255) });
    expect(malformed.text).toContain("G-110");
    expect((await bench.state(customerId)).tokens).toEqual([]);
  });

  it("a registration is good once, for the visit that began it, for five minutes", async () => {
    const customerId = await applied();
    const { window, here } = await visitGate(bench, customerId);
    const { registrationId, registrationRecord } = await registerAt(window, here);
    const form = { registrationId, registrationRecord };

    const elsewhere = await visitGate(bench, await applied());
    expect((await issueAt(elsewhere.window, elsewhere.here, form)).text).toContain("G-110");
    expect((await issueAt(window, here, form)).text).toContain("G-110");

    const late = await registerAt(window, here);
    bench.passMs(5 * minuteMs);
    expect((await issueAt(window, here, late)).text).toContain("利用開始パスワードをもう一度");
    const good = await registerAt(window, here);
    expect((await issueAt(window, here, good)).text).toContain("G-120");
    expect((await bench.state(customerId)).tokens).toHaveLength(1);
  });

  it.each(["", "x", "A".repeat(43), "A".repeat(100_000)])(
    "a malformed registration request is refused: %.20s",
    async (text) => {
      const { window, here } = await visitGate(bench, await applied());
      const page = await window.postJson(`${here}/registration`, { registrationRequest: text });
      expect([400, 413]).toContain(page.status);
      expect(page.text).not.toContain("at ");
    },
  );

  it("registrations are bounded for each visit", async () => {
    const { window, here } = await visitGate(bench, await applied());
    let status = 0;
    for (let asked = 0; asked <= 30; asked += 1) {
      status = (await window.postJson(`${here}/registration`, { registrationRequest: "" })).status;
    }
    expect(status).toBe(429);
  });

  it("markup in every field is shown as text", async () => {
    const { window, here } = await visitGate(bench, await applied());
    const markup = `"><script>alert(1)</script><img src=x onerror=alert(2)>`;
    const page = await issueAt(window, here, {
      mobileEmail: markup,
      mobileEmailAgain: markup,
      registrationRecord: markup,
      registrationId: markup,
    });
    expect(page.text).toMatch(/&(lt|#60);script&(gt|#62);/);
    expect(page.text).not.toContain("<script>alert");
    expect(page.text).not.toContain("<img");
    const otp = await window.post(`${here}/confirm`, { otp: markup });
    expect(otp.text).not.toContain("<script>alert");
    const language = await window.open(`${here}?lang=${encodeURIComponent(markup)}`);
    expect(language.text).not.toContain("<script>alert");
  });
});

describe("省略, あとで, 戻る", () => {
  it("省略 says plainly that nothing has been issued", async () => {
    const { window, here } = await visitGate(bench, await applied());
    const page = await window.post(`${here}/skip`);
    expect(page.text).toContain("G-110");
    expect(page.text).toContain("まだトークンが発行されていないため");
    // Said at the button that was pressed, and on top with the way there; no field is wrong.
    expect(page.text).toMatch(/<a href="#skip">まだトークンが発行されていないため/);
    expect(page.text).toMatch(/id="skip-error" data-button-error>\s*まだトークンが発行されていないため/);
    expect(page.text).toMatch(/<button[^>]*id="skip"[^>]*aria-describedby="skip-error"/);
    expect(page.text).not.toContain('aria-invalid="true"');
  });

  it("省略 that is refused leaves the addresses in their fields, as they were typed", async () => {
    const { window, here } = await visitGate(bench, await applied());
    const typed = { mobileEmail: "hanako@oozora.co.jp", mobileEmailAgain: "hanako@" };
    const { text } = await window.post(`${here}/skip`, typed);
    for (const value of Object.values(typed)) expect(text).toContain(`value="${value}"`);
    const again = await window.open(here);
    for (const value of Object.values(typed)) expect(again.text).toContain(`value="${value}"`);
  });

  it("a refusal of トークン発行 that is about no field is said at its button", () => {
    const problem = { mobileEmail: null, mobileEmailAgain: null, registration: null, skip: null, untilMs: null };
    const errors = issueErrors({ ...problem, refusal: "notApplied" }, issueWords.ja);
    expect(errors).toEqual([{ field: "issue", message: issueWords.ja.notPossible }]);
  });

  it("省略 goes to G-120 with the token issued at an earlier log-in, without another mail", async () => {
    const customerId = await applied();
    const first = await visitGate(bench, customerId);
    await issueAt(first.window, first.here);
    const { tokenId } = await newestToken(customerId);
    const { window, page, here } = await visitGate(bench, customerId);
    expect(page.text).toContain("G-110");
    expect((await window.post(`${here}/skip`)).text).toContain("G-120");
    expect((await newestToken(customerId)).tokenId).toBe(tokenId);
    expect(await bench.service.storage.mailsOfToken(tokenId)).toHaveLength(1);
  });

  it("戻る keeps the address, and issuing again kills the earlier user ID", async () => {
    const customerId = await applied();
    const { window, here } = await visitGate(bench, customerId);
    await issueAt(window, here);
    const earlier = await newestToken(customerId);
    const back = await window.post(`${here}/back`);
    expect(back.text).toContain("G-110");
    expect(back.text).toContain('value="hanakodt@oozora.co.jp"');
    const other = { mobileEmail: "hanako@docomo.ne.jp", mobileEmailAgain: "hanako@docomo.ne.jp" };
    const again = await issueAt(window, here, other);
    expect(again.text).toContain("hanako@docomo.ne.jp");
    const { tokens } = await bench.state(customerId);
    expect(tokens.find(({ tokenId }) => tokenId === earlier.tokenId)?.life).toBe("revoked");
    expect(tokens.filter(({ life }) => life === "issued")).toHaveLength(1);
  });

  it("how many issuances are left is told before each of them", async () => {
    const { window, page, here } = await visitGate(bench, await applied());
    expect(page.text).toContain("24時間以内にあと3回");
    expect((await issueAt(window, here)).text).toContain("24時間以内にあと2回");
    expect((await window.post(`${here}/back`)).text).toContain("24時間以内にあと2回");
  });

  it("a tab whose token was replaced says so, takes no code for it, and leads to the new one", async () => {
    const customerId = await applied();
    const older = await visitGate(bench, customerId);
    await issueAt(older.window, older.here);
    const first = await newestToken(customerId);
    const newer = await visitGate(bench, customerId);
    await issueAt(newer.window, newer.here);
    const second = await newestToken(customerId);
    const page = await older.window.open(older.here);
    expect(page.text).toContain("新しいトークンが発行されました");
    expect(page.text).not.toContain(first.userId?.slice(0, 4));
    const told = await older.window.post(`${older.here}/confirm`, { otp: "12345678", token: first.tokenId });
    expect(told.text).toContain("新しいトークンが発行されました");
    const led = await older.window.post(`${older.here}/skip`);
    expect(led.text).toContain(`data-token="${second.tokenId}"`);
    // The same two pages in one visit: the form names the token that its page shows.
    const same = await newer.window.post(`${newer.here}/confirm`, { otp: "12345678", token: first.tokenId });
    expect(same.text).toContain("新しいトークンが発行されました");
    expect((await newestToken(customerId)).wrongInARow).toBe(0);
  });

  it("five wrong activation passwords: G-120 shows no dead IDs and leads to a new issuance, 省略 does not lead back", async () => {
    const customerId = await applied();
    const { window, here } = await visitGate(bench, customerId);
    await issueAt(window, here);
    const { userId } = await newestToken(customerId);
    for (let tries = 0; tries < 5; tries += 1) await tryActivation(bench, userId ?? "");
    const over = await window.open(here);
    expect(over.text).toContain("G-120");
    expect(over.text).toContain("このトークンは設定できなくなりました");
    expect(over.text).not.toContain(`${userId?.slice(0, 4)}-`);
    const issueAgain = await window.post(`${here}/back`);
    expect(issueAgain.text).toContain("前回発行したトークンは使えなくなりました");
    expect(issueAgain.text).not.toContain("トークン発行の省略");
    expect((await window.post(`${here}/skip`)).text).toContain("G-110");
    expect((await issueAt(window, here)).text).toContain("G-120");
  });

  it("another customer's address is never shown", async () => {
    const mine = await applied();
    const first = await visitGate(bench, mine);
    await issueAt(first.window, first.here);
    const other = await visitGate(bench, await applied());
    const page = await other.window.post(`${other.here}/back`);
    expect(page.text).not.toContain("hanakodt@oozora.co.jp");
  });

  it("あとで設定する is offered and taken only until the institution's date", async () => {
    const customerId = await applied();
    const none = await visitGate(bench, customerId);
    expect(none.page.text).not.toContain("あとで設定する");
    expect((await none.window.post(`${none.here}/later`)).url.origin).toBe(bench.origin);

    await bench.setPolicy({ laterUntilMs: bench.service.nowMs() + minuteMs });
    const { session, window, page, here } = await visitGate(bench, customerId);
    expect(page.text).toContain("あとで設定する");
    const back = await window.post(`${here}/later`);
    expect(await backAtBank(bench, session, back)).toMatchObject({ acr: "urn:warifu:later" });

    const late = await visitGate(bench, customerId);
    bench.passMs(minuteMs);
    expect((await late.window.post(`${late.here}/later`)).url.origin).toBe(bench.origin);
    await bench.setPolicy({});
  });

  it("a customer who must give a code cannot choose あとで", async () => {
    const customerId = await inUse();
    await bench.setPolicy({ laterUntilMs: bench.service.nowMs() + minuteMs });
    const { window, here } = await visitGate(bench, customerId);
    for (const step of ["later", "continue", "skip", "back", "confirm"]) {
      expect((await window.post(`${here}/${step}`)).text).toContain("G-210");
    }
    await bench.setPolicy({});
  });

  it("the fourth issuance of a day is a page with a way on", async () => {
    const customerId = await applied();
    const { window, here } = await visitGate(bench, customerId);
    for (let count = 0; count < 3; count += 1) expect((await issueAt(window, here)).text).toContain("G-120");
    const counted = await window.open(here);
    expect(counted.text).toContain("もう一度発行することはできません");
    const full = await window.post(`${here}/back`);
    expect(full.text).toContain("G-420");
    expect(full.text).toMatch(/\d+月\d+日（.）\d\d:\d\d以降に、もう一度発行できます/);
    const refused = await issueAt(window, here);
    expect(refused.text).toContain("G-420");
    expect((await window.post(`${here}/skip`)).text).toContain("G-120");
  });
});

describe("手順2: the mail", () => {
  it("メールを再送信 works after 60 seconds and five times", async () => {
    const { window, here } = await visitGate(bench, await applied());
    await issueAt(window, here);
    expect((await window.post(`${here}/resend`)).text).toContain("送ったばかり");
    for (let left = 4; left >= 0; left -= 1) {
      bench.passMs(minuteMs);
      expect((await window.post(`${here}/resend`)).text).toContain(`あと${left}回`);
    }
    bench.passMs(minuteMs);
    expect((await window.post(`${here}/resend`)).text).toContain("上限");
  });

  it("what became of the mail is said in words", async () => {
    const customerId = await applied();
    const { window, here } = await visitGate(bench, customerId);
    await issueAt(window, here);
    const { tokenId } = await newestToken(customerId);
    const { storage, nowMs } = bench.service;
    const [mail] = await storage.mailsOfToken(tokenId);
    await storage.claimDueMails(nowMs(), 100, 1000);
    await storage.markMailFailed(mail?.mailId ?? "", "refused", null);
    const failed = await window.open(here);
    expect(failed.text).toMatch(/data-mail="failed"\s*>/);
    expect(failed.text).toContain("受信を拒否されました");
    bench.passMs(minuteMs);
    await window.post(`${here}/resend`);
    const [again] = await storage.mailsOfToken(tokenId);
    await storage.claimDueMails(nowMs(), 100, 1000);
    await storage.markMailSent(again?.mailId ?? "", nowMs());
    expect((await window.open(here)).text).toMatch(/data-mail="sent"\s*>/);
  });
});

describe("the code", () => {
  it("every reason at the field has its own sentence", async () => {
    const customerId = await inUse();
    const { window, here } = await visitGate(bench, customerId);
    const say = async (otp: string) => (await window.post(`${here}/verify`, { otp })).text;
    expect(await say("")).toContain("ワンタイムパスワードを入力してください");
    expect(await say("1234567")).toContain("いま7桁です");
    expect(await say("1234567a")).toContain("数字以外");
    expect(await say(wrongCode(bench))).toContain("あと4回間違えると");
    expect(await say(codeNow(bench, 10))).toContain("時刻がずれている");
  });

  it("five wrong codes in a row pause the token until a time, and a code of the wrong form costs nothing", async () => {
    const customerId = await inUse();
    const { window, here } = await visitGate(bench, customerId);
    const wrong = wrongCode(bench);
    for (let tries = 4; tries >= 1; tries -= 1) {
      const page = await window.post(`${here}/verify`, { otp: wrong });
      expect(page.text).toContain(tries > 1 ? `あと${tries}回間違えると` : "次に間違えると");
      await window.post(`${here}/verify`, { otp: "1234" });
    }
    const paused = await window.post(`${here}/verify`, { otp: wrong });
    expect(paused.text).toContain("G-440");
    // Another try is offered when there is one.
    expect(paused.text).toMatch(/data-wakes-in-ms="1[78]\d{5}" hidden/);
    expect((await window.post(`${here}/verify`, { otp: codeNow(bench) })).text).toContain("G-440");
    bench.passMs(30 * minuteMs);
    const again = await visitGate(bench, customerId);
    const back = await again.window.post(`${again.here}/verify`, { otp: codeNow(bench) });
    expect(await backAtBank(bench, again.session, back)).toMatchObject({ acr: "urn:warifu:otp" });
  });

  it("a code opens nothing before 手順5", async () => {
    const customerId = await applied();
    const { window, here } = await visitGate(bench, customerId);
    await issueAt(window, here);
    expect((await window.post(`${here}/confirm`, { otp: "12345678" })).text).toContain("初期設定がまだ");
    await setUpPhone(bench, customerId);
    const page = await window.post(`${here}/verify`, { otp: codeNow(bench) });
    expect(page.url.origin).toBe(bench.origin);
    expect((await newestToken(customerId)).life).toBe("activated");
    const transfer = await visitGate(bench, customerId, { warifu_purpose: "transfer" });
    const refused = await transfer.window.post(`${transfer.here}/verify`, { otp: codeNow(bench) });
    expect(refused.text).toContain("G-411");
    expect((await newestToken(customerId)).life).toBe("activated");
  });

  it("an issuance that ran out is said, and issuing again is the way on", async () => {
    const customerId = await applied();
    const first = await visitGate(bench, customerId);
    await issueAt(first.window, first.here);
    bench.passMs(24 * 60 * minuteMs);
    const { window, page, here } = await visitGate(bench, customerId);
    expect(page.text).toContain("G-480");
    expect((await window.post(`${here}/back`)).text).toContain("G-110");
    expect((await issueAt(window, here)).text).toContain("G-120");
  });

  it("表示できない方 is one link away before any code is asked for", async () => {
    const { window, page, here } = await visitGate(bench, await inUse());
    expect(page.text).toContain(`href="${here}/help"`);
    expect(page.text.indexOf(`${here}/help`)).toBeLessThan(page.text.indexOf('id="otp"'));
    const help = await window.open(`${here}/help`);
    expect(help.text).toContain("G-310");
    expect(help.text).toContain("0120-000-123");
  });
});

describe("language", () => {
  it("speaks the bank's language, and the one chosen here over every step", async () => {
    const { window, page, here } = await visitGate(bench, await applied(), { ui_locales: "en-GB ja" });
    expect(page.text).toContain('<html lang="en">');
    expect(page.text).toContain("Issue a one-time password token");
    const japanese = await window.open(`${here}?lang=ja`);
    expect(japanese.text).toContain('<html lang="ja">');
    const issued = await issueAt(window, here);
    expect(issued.text).toContain('<html lang="en">');
    const skipped = await window.post(`${here}/back?lang=ja`);
    expect(skipped.text).toContain('<html lang="ja">');
  });
});
