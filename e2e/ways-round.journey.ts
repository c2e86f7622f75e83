import { afterEach, describe, expect, it } from "vitest";
import { clock, closeWindows, demo, expectScreen, openPc, openPhone } from "./harness/journey.ts";
import { newestMailTo } from "./harness/mail.ts";
import { newApplicant, newPerson } from "./harness/people.ts";
import {
  confirmCode,
  enterSetUp,
  issueToken,
  logIn,
  logInAndIssue,
  openSetUp,
  readCode,
  readUserId,
  setUpApp,
} from "./harness/steps.ts";

afterEach(closeWindows);

const activationPassword = "30415263";
const serviceId = "10121234";

describe("戻る", () => {
  it("leads to 手順1 with the address kept; issuing again kills the earlier user ID at once", async () => {
    const person = await newApplicant();
    const [pc, phone] = [await openPc(), await openPhone()];
    const first = await logInAndIssue(pc.page, person, { mobileEmail: "wrong@example.jp", activationPassword });
    await pc.page.getByRole("button", { name: "戻る", exact: true }).click();
    await expectScreen(pc.page, "G-110");
    expect(await pc.page.getByLabel("携帯電話メールアドレス（入力）").inputValue()).toBe("wrong@example.jp");

    const mobileEmail = `${person.customerId}@example.jp`;
    await issueToken(pc.page, { mobileEmail, activationPassword });
    await newestMailTo(mobileEmail);
    const second = await readUserId(pc.page);
    expect(second).not.toBe(first);

    await openSetUp(phone.page);
    await enterSetUp(phone.page, { serviceId, userId: first, activationPassword });
    await phone.page
      .getByText(/いずれかが違います/)
      .first()
      .waitFor();
    await enterSetUp(phone.page, { serviceId, userId: second, activationPassword });
    await phone.page.getByText("T-130", { exact: true }).waitFor();
  });
});

describe("what was typed, and the language chosen", () => {
  it("おまかせ takes what it has mended out of the summary of errors, too", async () => {
    const { page } = await openPc();
    await logIn(page, await newApplicant());
    await page.getByRole("button", { name: "おまかせで8桁を作る" }).waitFor();
    await page.getByRole("button", { name: "トークン発行", exact: true }).click();
    const lines = page.locator("#error-summary li");
    await lines.nth(3).waitFor();
    await page.getByRole("button", { name: "おまかせで8桁を作る" }).click();
    expect(await lines.allTextContents()).toEqual([
      "携帯電話メールアドレスを入力してください",
      "確認のため、もう一度メールアドレスを入力してください",
    ]);
    await expectScreen(page, "G-110");
  });

  it("stays at the bank when the language is changed there", async () => {
    const person = await newApplicant();
    const { page } = await openPc();
    await page.goto(`${demo.bank.url}/log-in`);
    await page.getByLabel("契約者ID").fill(person.customerId);
    await page.getByLabel("パスワード").fill(person.password);
    await page.getByRole("link", { name: "English" }).click();
    await page.getByRole("heading", { name: "Log in" }).waitFor();
    expect(await page.getByLabel("Password").inputValue()).toBe(person.password);
    await page.getByRole("link", { name: "日本語" }).click();
    await page.getByRole("button", { name: "ログイン", exact: true }).click();
    await expectScreen(page, "G-110");
  });

  it("goes with the customer from the gate to the bank", async () => {
    const { page } = await openPc();
    await logIn(page, newPerson());
    await page.getByRole("link", { name: "振込", exact: true }).click();
    const entries = ["青葉信用金庫 本店", "7654321", "アオバ ジロウ", "1000"];
    const labels = ["振込先の金融機関・支店", "口座番号", "受取人名", "金額（円）"];
    for (const [at, label] of labels.entries()) await page.getByLabel(label).fill(entries[at] ?? "");
    await page.getByRole("link", { name: "English" }).click();
    await page.getByRole("heading", { name: "Transfer", exact: true }).waitFor();
    expect(await page.getByLabel("Account number").inputValue()).toBe("7654321");
    await page.getByRole("link", { name: "日本語" }).click();
    await page.getByRole("button", { name: "確認へ進む" }).click();
    await page.getByRole("button", { name: "ワンタイムパスワードの入力へ" }).click();
    await expectScreen(page, "G-410");
    await page.getByRole("link", { name: "English" }).click();
    await page.getByRole("button", { name: "Return to internet banking" }).click();
    await page.getByRole("heading", { name: "No transfer has been made" }).waitFor();
    await page.goto(demo.bank.url);
    await page.getByRole("heading", { name: "Recent entries" }).waitFor();
  });
});

describe("トークン発行の省略", () => {
  it("says plainly that nothing has been issued yet", async () => {
    const { page } = await openPc();
    await logIn(page, await newApplicant());
    await page.getByRole("button", { name: "トークン発行の省略" }).click();
    await page.getByText("まだトークンが発行されていないため、省略できません").first().waitFor();
    await expectScreen(page, "G-110");
  });

  it("that is refused leaves every entry where it is, and leads to its own button", async () => {
    const { page } = await openPc();
    await logIn(page, await newApplicant());
    await page.getByLabel("携帯電話メールアドレス（入力）").fill("hanako@example.jp");
    await page.getByLabel("携帯電話メールアドレス（再入力）").fill("hanako@");
    await page.getByRole("button", { name: "おまかせで8桁を作る" }).click();
    const password = await page.getByLabel("利用開始パスワード（入力）").inputValue();
    expect(password).toMatch(/^[0-9]{8}$/);
    await page.getByRole("button", { name: "トークン発行の省略" }).click();
    const summary = page.getByRole("alert").filter({ hasText: "省略できません" });
    await summary.waitFor();
    expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.getByLabel("携帯電話メールアドレス（入力）").inputValue()).toBe("hanako@example.jp");
    expect(await page.getByLabel("携帯電話メールアドレス（再入力）").inputValue()).toBe("hanako@");
    expect(await page.getByLabel("利用開始パスワード（入力）").inputValue()).toBe(password);
    expect(await page.getByLabel("利用開始パスワード（再入力）").inputValue()).toBe(password);
    await page.getByText(`${password.slice(0, 4)} ${password.slice(4)}`).waitFor();
    await summary.getByRole("link").click();
    const skip = page.getByRole("button", { name: "トークン発行の省略" });
    expect(await skip.evaluate((element) => element === document.activeElement)).toBe(true);
    await expectScreen(page, "G-110");

    // What is right goes on from here, without anything typed twice.
    await page.getByLabel("携帯電話メールアドレス（再入力）").fill("hanako@example.jp");
    await page.getByRole("button", { name: "トークン発行", exact: true }).click();
    await expectScreen(page, "G-120");
  });

  it("takes up a procedure broken off between 手順2 and 手順5, in another session", async () => {
    const person = await newApplicant();
    const [pc, phone] = [await openPc(), await openPhone()];
    const mobileEmail = `${person.customerId}@example.jp`;
    const userId = await logInAndIssue(pc.page, person, { mobileEmail, activationPassword });
    await setUpApp(phone.page, { serviceId, userId, activationPassword });
    // The bank's and the gate's sessions end while the customer is away.
    await clock.advance(45 * 60);
    await pc.page.getByRole("heading", { name: "一定時間が過ぎたため、手続きを続けられません" }).waitFor();
    await pc.page.reload();
    await expectScreen(pc.page, "G-430");
    pc.mistakes.length = 0; // the browser tells the refusal in the console
    await pc.page.getByRole("link", { name: "インターネットバンキングに戻る" }).click();
    await expectScreen(pc.page, "B-100");
    const again = await openPc();
    await logIn(again.page, person);
    await expectScreen(again.page, "G-110");
    await again.page.getByRole("button", { name: "トークン発行の省略" }).click();
    await expectScreen(again.page, "G-120");
    expect(await readUserId(again.page)).toBe(userId);
    await confirmCode(again.page, await readCode(phone.page));
    await expectScreen(again.page, "G-130");
  });
});

describe("a wrong activation password", () => {
  it("costs one of five tries each, said each time; after the fifth a new issuance is the way on", async () => {
    const person = await newApplicant();
    const [pc, phone] = [await openPc(), await openPhone()];
    const mobileEmail = `${person.customerId}@example.jp`;
    const userId = await logInAndIssue(pc.page, person, { mobileEmail, activationPassword });
    await openSetUp(phone.page);
    for (const triesLeft of [4, 3, 2, 1]) {
      await enterSetUp(phone.page, { serviceId, userId, activationPassword: "99887761" });
      await phone.page.getByText(`（あと${triesLeft}回入力できます）`).first().waitFor();
    }
    await expectScreen(phone.page, "T-120");
    await enterSetUp(phone.page, { serviceId, userId, activationPassword: "99887761" });
    const usedUp = phone.page.getByText(`末尾が${userId.slice(-4)}のユーザIDは、使えなくなりました`);
    await usedUp.waitFor();
    await expectScreen(phone.page, "T-400");
    // Tried once more, at once and after the app was closed: the same words, although the service tells strangers no more than "no".
    await phone.page.getByRole("button", { name: "入力に戻る" }).click();
    await enterSetUp(phone.page, { serviceId, userId, activationPassword });
    await usedUp.waitFor();
    await openSetUp(phone.page);
    await enterSetUp(phone.page, { serviceId, userId, activationPassword });
    await usedUp.waitFor();
    await pc.page.getByText("このトークンは設定できなくなりました").waitFor();
    expect(await pc.page.getByRole("textbox", { name: "ワンタイムパスワード" }).isVisible()).toBe(false);
    // The button that the phone's text names, on the page as it stood open.
    await pc.page.getByRole("button", { name: "新しいトークンを発行する" }).click();
    await issueToken(pc.page, { mobileEmail, activationPassword });
    expect(await readUserId(pc.page)).not.toBe(userId);
    phone.mistakes.length = 0; // the last refusal is an HTTP 403, which the browser tells in the console
  });
});

describe("an issuance whose time has run out", () => {
  it("is refused on the phone, and the PC leads to a new one", async () => {
    const person = await newApplicant();
    const [pc, phone] = [await openPc(), await openPhone()];
    const mobileEmail = `${person.customerId}@example.jp`;
    const userId = await logInAndIssue(pc.page, person, { mobileEmail, activationPassword });
    // Left open, it would go on asking for its progress after the visit has ended.
    await pc.page.close();
    await clock.advance(24 * 60 * 60 + 1);
    await openSetUp(phone.page);
    await enterSetUp(phone.page, { serviceId, userId, activationPassword });
    await phone.page
      .getByText(/いずれかが違います/)
      .first()
      .waitFor();
    const again = await openPc();
    await logIn(again.page, person);
    await expectScreen(again.page, "G-480");
    await again.page.getByRole("button", { name: "もう一度トークンを発行する" }).click();
    await issueToken(again.page, { mobileEmail, activationPassword });
    await setUpApp(phone.page, { serviceId, userId: await readUserId(again.page), activationPassword });
  });
});
