import { afterEach, describe, expect, it } from "vitest";
import { clock, closeWindows, demo, expectScreen, openPc, openPhone } from "./harness/journey.ts";
import { newApplicant, newPerson, warifu } from "./harness/people.ts";
import { confirmCode, issueToken, logIn, logInAndIssue, readCode, setUpApp } from "./harness/steps.ts";
import { warifuCommand } from "./harness/warifu-command.ts";

afterEach(closeWindows);

const activationPassword = "86756453";

describe("a screen that few people ever see", () => {
  it("G-410 tells a customer without an application what to do before a transfer", async () => {
    const { page } = await openPc();
    await logIn(page, newPerson());
    await page.getByRole("link", { name: "振込", exact: true }).click();
    await page.getByLabel("振込先の金融機関・支店").fill("青葉信用金庫 本店");
    await page.getByLabel("口座番号").fill("7654321");
    await page.getByLabel("受取人名").fill("アオバ ジロウ");
    await page.getByLabel("金額（円）").fill("1000");
    await page.getByRole("button", { name: "確認へ進む" }).click();
    await page.getByRole("button", { name: "ワンタイムパスワードの入力へ" }).click();
    await expectScreen(page, "G-410");
    await page
      .getByRole("button", { name: /インターネットバンキング/ })
      .first()
      .click();
    await expectScreen(page, "B-900");
  });

  it("G-420 stops the fourth issuance within 24 hours, and says from when another is possible", async () => {
    const person = await newApplicant();
    const { page } = await openPc();
    const mobileEmail = `${person.customerId}@example.jp`;
    await logInAndIssue(page, person, { mobileEmail, activationPassword });
    for (const nth of [2, 3]) {
      await page.getByRole("button", { name: "戻る", exact: true }).click();
      await page.getByText("G-110", { exact: true }).waitFor();
      await issueToken(page, { mobileEmail: `${nth}-${mobileEmail}`, activationPassword });
    }
    await page.getByRole("button", { name: "戻る", exact: true }).click();
    await expectScreen(page, "G-420");
    await page.getByText(/以降に、もう一度発行できます/).waitFor();
  });

  it("G-450 tells a customer whose token is locked who can unlock it", async () => {
    const person = await newApplicant();
    const [pc, phone] = [await openPc(), await openPhone()];
    const mobileEmail = `${person.customerId}@example.jp`;
    const userId = await logInAndIssue(pc.page, person, { mobileEmail, activationPassword });
    await setUpApp(phone.page, { serviceId: "10121234", userId, activationPassword });
    const code = await readCode(phone.page);
    await confirmCode(pc.page, code);
    await pc.page.getByText("G-130", { exact: true }).waitFor();
    const wrong = String((Number(code) + 1) % 100_000_000).padStart(8, "0");
    for (let pauses = 0; pauses < 3; pauses++) {
      for (let tries = 0; tries < 5; tries++) await warifu.verify(person.customerId, { otp: wrong, purpose: "login" });
      await clock.advance(31 * 60);
    }
    const other = await openPc();
    await logIn(other.page, person);
    await expectScreen(other.page, "G-450");
  });

  it("T-300 and the help say what phone support asks for, and no secret", async () => {
    const person = await newApplicant();
    const [pc, phone] = [await openPc(), await openPhone()];
    const mobileEmail = `${person.customerId}@example.jp`;
    const userId = await logInAndIssue(pc.page, person, { mobileEmail, activationPassword });
    await setUpApp(phone.page, { serviceId: "10121234", userId, activationPassword });
    await readCode(phone.page);
    await phone.page.getByRole("button", { name: "設定", exact: true }).click();
    await expectScreen(phone.page, "T-300");
    const shown = (await phone.page.textContent("main")) ?? "";
    expect(shown).toContain(userId.slice(-4));
    expect(shown).not.toContain(userId);
    await phone.page.getByRole("button", { name: "ヘルプ" }).first().click();
    await phone.page.getByRole("dialog").waitFor();
    await expectScreen(phone.page, "T-300");
  });

  it("T-110 and T-400 show the ways on before and after the token", async () => {
    const { page } = await openPhone();
    await page.goto(demo.token.url);
    await page.getByRole("button", { name: "はじめて設定する" }).click();
    await expectScreen(page, "T-110");
    await page.goto(demo.token.url);
    await page.getByRole("button", { name: /以前使っていた/ }).click();
    await expectScreen(page, "T-400");
  });

  it("C-110, C-200 and C-210 show the staff the truth in plain words", async () => {
    const person = await newApplicant();
    const of = ["--service-id", "10121234", "--name", "旅路 役席", "--branch", "本店営業部", "--role", "approver"];
    const { signInLink } = await warifuCommand("staff", "invite", ...of);
    const { page } = await openPc();
    await page.goto(String(signInLink));
    await page
      .getByRole("button", { name: /サインイン/ })
      .first()
      .click();
    await page.waitForURL((url) => !url.pathname.startsWith("/sign-in/"));
    await page.goto(demo.console.url);
    await expectScreen(page, "C-110");
    await page.keyboard.press("/");
    await page.keyboard.type(person.customerId);
    await page.keyboard.press("Enter");
    await page.getByText(/^C-2[01]0$/).waitFor();
    if (await page.getByText("C-200", { exact: true }).isVisible()) {
      await expectScreen(page, "C-200");
      await page
        .getByRole("link", { name: new RegExp(person.customerId) })
        .first()
        .click();
    }
    await expectScreen(page, "C-210");
    await page.getByText("発行待ち").first().waitFor();
  });

  it("the gate's and the api's pages for programmers and lost visitors are readable too", async () => {
    const { page, mistakes } = await openPc("en");
    await page.goto(`${demo.api.url}/docs`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.goto(demo.mailbox.url);
    await expectScreen(page, "M-100");
    await page.goto(`${demo.bank.url}/no-such-page`);
    await expectScreen(page, "B-900");
    mistakes.length = 0; // the browser tells the 404 in the console
  });
});
