import { afterEach, describe, expect, it } from "vitest";
import { clock, closeWindows, demo, expectScreen, openPc, openPhone } from "./harness/journey.ts";
import { expectToFit } from "./harness/looks.ts";
import { newApplicant, warifu } from "./harness/people.ts";
import { warifuCommand } from "./harness/warifu-command.ts";
import { confirmCode, issueToken, logIn, readCode, readUserId, setUpApp } from "./harness/steps.ts";

afterEach(closeWindows);

describe("every screen", () => {
  it("fits 320 px, the dark and 200 % text on the way from log-in to transfer", async () => {
    const person = await newApplicant();
    const [pc, phone] = [await openPc(), await openPhone()];
    await pc.page.goto(`${demo.bank.url}/log-in`);
    await expectToFit(pc, "B-100");
    await logIn(pc.page, person);
    await expectScreen(pc.page, "G-110");
    await expectToFit(pc, "G-110");
    await issueToken(pc.page, { mobileEmail: "a.long.address.of.a.phone@example.jp", activationPassword: "96857463" });
    await expectToFit(pc, "G-120");
    const userId = await readUserId(pc.page);

    await phone.page.goto(demo.token.url);
    await expectScreen(phone.page, "T-100");
    await expectToFit(phone, "T-100");
    await setUpApp(phone.page, { serviceId: "10121234", userId, activationPassword: "96857463" });
    await expectToFit(phone, "T-130");
    const code = await readCode(phone.page);
    await expectToFit(phone, "T-200");

    await confirmCode(pc.page, code);
    await expectScreen(pc.page, "G-130");
    await expectToFit(pc, "G-130");
    await pc.page.getByRole("button", { name: "インターネットバンキングへ進む" }).click();
    await expectScreen(pc.page, "B-200");
    await expectToFit(pc, "B-200");
  });

  it("of a stopped token leads on: wrong codes, paused, suspended, revoked", async () => {
    const person = await newApplicant();
    const [pc, phone] = [await openPc(), await openPhone()];
    await logIn(pc.page, person);
    await issueToken(pc.page, { mobileEmail: "stopped@example.jp", activationPassword: "96857463" });
    const userId = await readUserId(pc.page);
    await setUpApp(phone.page, { serviceId: "10121234", userId, activationPassword: "96857463" });
    const code = await readCode(phone.page);
    // An app that stays open asks how its token fares, and is refused once it is revoked.
    await phone.page.close();
    await confirmCode(pc.page, code);
    await expectScreen(pc.page, "G-130");

    await clock.advance(60);
    const other = await openPc();
    await logIn(other.page, person);
    await expectScreen(other.page, "G-210");
    await expectToFit(other, "G-210");
    await other.page.getByRole("link", { name: /ワンタイムパスワードを表示できない方/ }).click();
    await expectScreen(other.page, "G-310");
    await expectToFit(other, "G-310");
    await other.page.goBack();
    const wrong = String((Number(code) + 1) % 100_000_000).padStart(8, "0");
    for (const said of ["あと4回", "あと3回", "あと2回", "次に間違えると、ご利用を停止します"]) {
      await confirmCode(other.page, wrong);
      await other.page.getByText(said).first().waitFor();
    }
    await confirmCode(other.page, wrong);
    await expectScreen(other.page, "G-440");
    await expectToFit(other, "G-440");
    expect(await warifu.unlock(person.customerId, "journey")).toMatchObject({ ok: true });

    for (const [act, screenId] of [
      ["suspend", "G-460"],
      ["revoke", "G-470"],
    ] as const) {
      expect(await warifu[act](person.customerId, "journey")).toMatchObject({ ok: true });
      const stopped = await openPc();
      await logIn(stopped.page, person);
      await expectScreen(stopped.page, screenId);
      await expectToFit(stopped, screenId);
    }
  });

  it("of the branch fits, is used with the keyboard alone, and keeps its entries when the language is changed", async () => {
    const person = await newApplicant();
    const of = ["--service-id", "10121234", "--name", "旅路 鍵盤", "--branch", "本店営業部", "--role", "teller"];
    const { signInLink } = await warifuCommand("staff", "invite", ...of);
    const staff = await openPc();
    const { page } = staff;
    const press = async (role: "button" | "link", name: string): Promise<void> => {
      await page.getByRole(role, { name, exact: true }).first().focus();
      await page.keyboard.press("Enter");
    };
    await page.goto(String(signInLink));
    await page.getByRole("button", { name: "サインイン" }).waitFor();
    await expectToFit(staff, "C-100");
    await press("button", "サインイン");
    await expectScreen(page, "C-102");
    await expectToFit(staff, "C-102");
    await page.keyboard.press("/");
    await page.keyboard.type("nobody-of-this-name");
    await page.keyboard.press("Enter");
    await expectScreen(page, "C-200");
    await expectToFit(staff, "C-200");
    await page.keyboard.press("/");
    await page.keyboard.type(person.customerId);
    await page.keyboard.press("Enter");
    await expectScreen(page, "C-210");
    await expectToFit(staff, "C-210");

    await press("link", "利用解除");
    await expectScreen(page, "C-220");
    await page.getByLabel("本人確認の方法").selectOption("callback");
    await page.getByLabel("理由").selectOption("mistake");
    await press("link", "English");
    await page.getByLabel("How identity was checked").waitFor();
    expect(await page.getByLabel("How identity was checked").inputValue()).toBe("callback");
    await press("link", "日本語");
    await page.getByLabel("本人確認の方法").waitFor();
    expect(await page.getByLabel("理由").inputValue()).toBe("mistake");
    await expectToFit(staff, "C-220");
    await press("button", "内容を確認");
    await expectScreen(page, "C-221");
    await expectToFit(staff, "C-221");

    // Meanwhile the bank's own system cancels: the screen would do nothing that it says.
    expect(await warifu.cancel(person.customerId)).toMatchObject({ ok: true });
    await press("button", "利用を解除する");
    await page.getByText("お客様の状態が変わりました", { exact: false }).waitFor();
    await expectScreen(page, "C-221");
    await press("link", "お客様の画面へ");
    await expectScreen(page, "C-210");
  });
});
