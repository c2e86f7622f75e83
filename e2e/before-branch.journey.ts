import { afterEach, describe, expect, it } from "vitest";
import { clock, closeWindows, expectScreen, openPc } from "./harness/journey.ts";
import { newPerson, warifu } from "./harness/people.ts";
import { logIn } from "./harness/steps.ts";
import { warifuCommand } from "./harness/warifu-command.ts";

afterEach(closeWindows);

/** Asked for now: links of the demo's start may have ended, since the clock of the journeys moves on. */
async function freshSignInLink(): Promise<string> {
  const of = ["--service-id", "10121234", "--name", "旅路 窓口", "--branch", "本店営業部", "--role", "teller"];
  const { signInLink } = await warifuCommand("staff", "invite", ...of);
  return String(signInLink);
}

async function staffWindow() {
  const signInLink = await freshSignInLink();
  const staff = await openPc();
  await staff.page.goto(signInLink);
  return { staff, signInLink };
}

describe("before 手順1, the branch", () => {
  it("signs in with a one-time link, registers a customer's application, and the customer then sees 手順1", async () => {
    const person = newPerson();
    const pc = await openPc();
    await logIn(pc.page, person);
    await expectScreen(pc.page, "B-200");

    const { staff } = await staffWindow();
    await expectScreen(staff.page, "C-100");
    await staff.page
      .getByRole("button", { name: /サインイン/ })
      .first()
      .click();
    await staff.page.getByRole("link", { name: "利用申込の登録" }).first().click();
    await expectScreen(staff.page, "C-220");
    await staff.page.getByLabel("契約者ID").fill(person.customerId);
    await staff.page.getByLabel("氏名", { exact: false }).first().fill(person.name);
    await staff.page.getByLabel("氏名カナ").fill("タビジ ハナ");
    await staff.page.getByLabel("本人確認の方法").selectOption({ index: 1 });
    await staff.page.getByLabel("理由").selectOption({ index: 1 });
    await staff.page.getByRole("button", { name: "内容を確認" }).click();
    await expectScreen(staff.page, "C-221");
    await staff.page.getByRole("button", { name: "登録する" }).click();
    await expectScreen(staff.page, "C-210");
    expect(await warifu.customer(person.customerId)).toMatchObject({ ok: true, value: { use: "applied" } });

    await clock.advance(60);
    const next = await openPc();
    await logIn(next.page, person);
    await expectScreen(next.page, "G-110");
  });

  it("finds no door behind a sign-in link used before", async () => {
    const { staff, signInLink } = await staffWindow();
    await staff.page
      .getByRole("button", { name: /サインイン/ })
      .first()
      .click();
    await staff.page.waitForURL((url) => !url.pathname.startsWith("/sign-in/"));
    const thief = await openPc();
    await thief.page.goto(signInLink);
    await thief.page.getByRole("button", { name: "サインイン" }).click();
    await thief.page.getByRole("heading", { name: "このリンクは使えません" }).waitFor();
    thief.mistakes.length = 0; // the browser tells the 404 in the console
  });

  it("asks for no address that carries the link's secret, and keeps the link when the language is changed", async () => {
    const staff = await openPc();
    const asked: string[] = [];
    staff.page.on("request", (request) => void asked.push(request.url()));
    const link = await freshSignInLink();
    const secret = new URL(link).hash.slice(1);
    expect(secret).toMatch(/^[\w-]{43}$/);
    await staff.page.goto(link);
    await staff.page.getByRole("link", { name: "English" }).click();
    await staff.page.getByRole("button", { name: "Sign in" }).click();
    await expectScreen(staff.page, "C-102");
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.filter((url) => new URL(url).href.split("#")[0]?.includes(secret))).toEqual([]);
    expect(staff.page.url()).not.toContain(secret);
  });

  it("says of a link whose end was cut off what is missing", async () => {
    const staff = await openPc();
    await staff.page.goto((await freshSignInLink()).split("#")[0] ?? "");
    await staff.page.getByText("リンクの「#」より後ろが欠けています", { exact: false }).waitFor();
    expect(await staff.page.getByRole("button", { name: "サインイン" }).isVisible()).toBe(false);
  });
});
