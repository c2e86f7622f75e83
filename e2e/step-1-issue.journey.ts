import { afterEach, describe, expect, it } from "vitest";
import { closeWindows, expectScreen, openPc } from "./harness/journey.ts";
import { newApplicant, newPerson } from "./harness/people.ts";
import { issueToken, logIn } from "./harness/steps.ts";

afterEach(closeWindows);

describe("手順1 ワンタイムパスワードトークン発行", () => {
  it("is not shown to a customer whose application the branch has not registered", async () => {
    const { page } = await openPc();
    await logIn(page, newPerson());
    await expectScreen(page, "B-200");
    await page.getByText("お申し込みがお済みではありません").waitFor();
  });

  it("names every wrong field on top and at the field, and keeps what was typed", async () => {
    const { page } = await openPc();
    await logIn(page, await newApplicant());
    await page.getByLabel("携帯電話メールアドレス（入力）").fill("hanako@example.jp");
    await page.getByLabel("携帯電話メールアドレス（再入力）").fill("hanakoo@example.jp");
    await page.getByLabel("利用開始パスワード（入力）").fill("1234");
    await page.getByRole("button", { name: "トークン発行", exact: true }).click();
    const summary = page.getByRole("alert").filter({ hasText: "入力内容をご確認ください" });
    await summary.waitFor();
    expect(await summary.getByRole("link").count()).toBeGreaterThanOrEqual(2);
    await page.getByText("2つのメールアドレスが一致していません").first().waitFor();
    await page.getByText("推測されやすい番号は使えません").first().waitFor();
    expect(await page.getByLabel("携帯電話メールアドレス（入力）").inputValue()).toBe("hanako@example.jp");
    await expectScreen(page, "G-110");
  });

  it("accepts full-width digits and letters as a Japanese keyboard gives them", async () => {
    const { page } = await openPc();
    await logIn(page, await newApplicant());
    await issueToken(page, { mobileEmail: "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ", activationPassword: "４８１５" });
    await page.getByText("hanako@example.jp").first().waitFor();
  });

  it("makes up an activation password on request and shows it to be written down", async () => {
    const { page } = await openPc();
    await logIn(page, await newApplicant());
    await page.getByRole("button", { name: "おまかせで8桁を作る" }).click();
    await page.getByText("お客様の利用開始パスワード").waitFor();
    expect(await page.getByLabel("利用開始パスワード（入力）").inputValue()).toMatch(/^[0-9]{8}$/);
    expect(await page.getByLabel("利用開始パスワード（再入力）").inputValue()).toMatch(/^[0-9]{8}$/);
  });

  it("can be done by keyboard alone", async () => {
    const { page } = await openPc();
    await logIn(page, await newApplicant());
    await page.getByLabel("携帯電話メールアドレス（入力）").focus();
    await page.keyboard.type("keys@example.jp");
    await page.keyboard.press("Tab");
    await page.keyboard.type("keys@example.jp");
    await page.getByLabel("利用開始パスワード（入力）").focus();
    await page.keyboard.type("90817263");
    await page.getByLabel("利用開始パスワード（再入力）").focus();
    await page.keyboard.type("90817263");
    await page.keyboard.press("Enter");
    await page.getByText("G-120", { exact: true }).waitFor();
  });
});
