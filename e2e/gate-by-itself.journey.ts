import { afterEach, describe, expect, it } from "vitest";
import { clock, closeWindows, demo, expectScreen, openPc, openPhone } from "./harness/journey.ts";
import { newApplicant } from "./harness/people.ts";
import { confirmCode, logIn, logInAndIssue, pressIssue, readCode, readUserId, setUpApp } from "./harness/steps.ts";

afterEach(closeWindows);

const activationPassword = "60718293";
const serviceId = "10121234";

describe("G-120, left open", () => {
  it("becomes 手順5 when the app has been set up: steps moved, instructions folded, the code's field in sight", async () => {
    const person = await newApplicant();
    const [pc, phone] = [await openPc(), await openPhone()];
    const entries = { mobileEmail: `${person.customerId}@example.jp`, activationPassword };
    const userId = await logInAndIssue(pc.page, person, entries);
    expect(await pc.page.locator("[aria-current='step']").first().textContent()).toContain("アプリの設定");
    await pc.page.getByText("全5手順のうち、手順2–4").waitFor({ state: "attached" });
    await setUpApp(phone.page, { serviceId, userId, activationPassword });
    await pc.page.getByText("アプリの設定が終わりました").waitFor();
    expect(await pc.page.locator("[aria-current='step']:visible").textContent()).toContain("認証確認");
    await pc.page.getByText("全5手順のうち、手順5").first().waitFor({ state: "attached" });
    const field = pc.page.getByRole("textbox", { name: "ワンタイムパスワード" });
    expect(await isInSight(field)).toBe(true);
    expect(await pc.page.getByText("QRコードで設定する").isVisible()).toBe(false);
    await expectScreen(pc.page, "G-120");
    const live = await shape(pc.page);
    await pc.page.reload();
    expect(await shape(pc.page)).toEqual(live);
    await confirmCode(pc.page, await readCode(phone.page));
    await expectScreen(pc.page, "G-130");
  });

  it("says that its token was replaced in another tab, and goes on with the new one; the tab that finishes second goes on too", async () => {
    const person = await newApplicant();
    const [pc, phone] = [await openPc(), await openPhone()];
    const entries = { mobileEmail: `${person.customerId}@example.jp`, activationPassword };
    await logInAndIssue(pc.page, person, entries);
    const tab = await pc.context.newPage();
    await logIn(tab, person);
    await pressIssue(tab, entries);
    await tab.getByText("G-120", { exact: true }).waitFor();
    await pc.page.getByRole("heading", { name: "新しいトークンが発行されました" }).waitFor();
    await pc.page.getByRole("button", { name: "新しいトークンで続ける" }).click();
    await expectScreen(pc.page, "G-120");
    const userId = await readUserId(pc.page);
    await setUpApp(phone.page, { serviceId, userId, activationPassword });

    // The first tab finishes: it comes to the bank although another log-in was begun meanwhile.
    await confirmCode(pc.page, await readCode(phone.page));
    await pc.page.getByRole("button", { name: "インターネットバンキングへ進む" }).click();
    await expectScreen(pc.page, "B-200");
    await tab.getByRole("heading", { name: "別の画面で認証確認が完了しました" }).waitFor();
    await tab.getByRole("link", { name: "続ける" }).click();
    await expectScreen(tab, "G-210");
  });

  it("offers このスマートフォンで設定する before the QR code on a phone", async () => {
    const person = await newApplicant();
    const phone = await openPhone();
    await logInAndIssue(phone.page, person, { mobileEmail: `${person.customerId}@example.jp`, activationPassword });
    const button = await phone.page.getByRole("link", { name: /このスマートフォンで設定する/ }).boundingBox();
    const qr = await phone.page.getByRole("img", { name: /QRコード/ }).boundingBox();
    expect(button?.y).toBeLessThan(qr?.y ?? 0);
  });
});

describe("a change of language", () => {
  it("keeps what was entered on G-110, the activation password in the page only", async () => {
    const person = await newApplicant();
    const { page } = await openPc();
    const sent: string[] = [];
    page.on("request", (request) => sent.push(request.url() + (request.postData() ?? "")));
    await logIn(page, person);
    await page.getByRole("button", { name: "おまかせで8桁を作る" }).click();
    const made = await page.getByLabel("利用開始パスワード（入力）").inputValue();
    await page.getByLabel("携帯電話メールアドレス（入力）").fill("hanako@example.jp");
    await page.getByRole("link", { name: "English" }).click();
    await page.getByRole("heading", { level: 1, name: "Issue a one-time password token" }).waitFor();
    expect(await page.getByLabel("Mobile e-mail address").first().inputValue()).toBe("hanako@example.jp");
    expect(await page.getByLabel("Activation password (again)").inputValue()).toBe(made);
    await page.getByText(`${made.slice(0, 4)} ${made.slice(4)}`).waitFor();
    expect(await page.locator(".screen-id").count()).toBe(1);
    expect(
      await page.evaluate(() => [document.documentElement.lang, sessionStorage.length + localStorage.length]),
    ).toEqual(["en", 0]);
    await page.getByLabel("Mobile e-mail address (again)").fill("hanako@example.jp");
    await page.getByRole("button", { name: "Issue token", exact: true }).click();
    await expectScreen(page, "G-120");
    expect(sent.filter((request) => request.includes(made))).toEqual([]);
    await page.getByRole("textbox", { name: "One-time password" }).fill("1234");
    await page.getByRole("link", { name: "日本語" }).click();
    await page.getByRole("heading", { level: 1, name: "ワンタイムパスワード認証確認" }).waitFor();
    expect(await page.getByRole("textbox", { name: "ワンタイムパスワード" }).inputValue()).toBe("1234");
    expect(await page.getByText("Waiting for the app").isVisible()).toBe(false);
  });
});

describe("an address that ends before its domain does", () => {
  it("is told what is missing", async () => {
    const { page } = await openPc();
    await logIn(page, await newApplicant());
    await pressIssue(page, { mobileEmail: "taro@docomo", activationPassword });
    await page.getByText("「taro@docomo.ne.jp」ではありませんか").first().waitFor();
    await expectScreen(page, "G-110");
  });
});

describe("the end of a visit", () => {
  it("is told two minutes before, is put off by 延長する with the entries kept, and by keyboard alone", async () => {
    const { page } = await openPc();
    await logIn(page, await newApplicant());
    await expectScreen(page, "G-110");
    await page.getByLabel("携帯電話メールアドレス（入力）").fill("hanako@example.jp");
    await clock.advance(28 * 60 + 5);
    const warning = page.getByRole("dialog", { name: "まもなく終了します" });
    await warning.waitFor();
    await expectScreen(page, "G-110");
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe("延長する");
    await page.keyboard.press("Enter");
    await warning.waitFor({ state: "hidden" });
    expect(await page.getByLabel("携帯電話メールアドレス（入力）").inputValue()).toBe("hanako@example.jp");
    await clock.advance(20 * 60);
    await page.getByRole("link", { name: "English" }).click();
    await page.getByRole("heading", { level: 1, name: "Issue a one-time password token" }).waitFor();
    await clock.advance(11 * 60);
    const over = page.getByRole("dialog", { name: "Your session has ended" });
    await over.waitFor();
    await page.keyboard.press("Escape");
    expect(await over.isVisible()).toBe(true);
    await page.getByRole("link", { name: "Return to internet banking" }).click();
    await page.waitForURL(`${demo.bank.url}/**`);
  });
});

type Page = Awaited<ReturnType<typeof openPc>>["page"];

function isInSight(field: ReturnType<Page["getByRole"]>): Promise<boolean> {
  return field.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
}

/** What is seen, in order, without the words that a reload may change. */
function shape(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("main :is(h1, h2, h3, summary, [aria-current], input, button, .notice)")]
      .filter((element) => element.checkVisibility())
      .map((element) => `${element.tagName} ${element.textContent?.replaceAll(/\s+/g, " ").trim()}`),
  );
}
