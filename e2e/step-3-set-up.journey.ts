import { afterEach, describe, expect, it } from "vitest";
import { closeWindows, demo, expectScreen, openPc, openPhone, sayOnline } from "./harness/journey.ts";
import { newApplicant } from "./harness/people.ts";
import { enterSetUp, logInAndIssue, openSetUp, setUpApp } from "./harness/steps.ts";

afterEach(closeWindows);

async function issued() {
  const person = await newApplicant();
  const pc = await openPc();
  const mobileEmail = `${person.customerId}@example.jp`;
  const userId = await logInAndIssue(pc.page, person, { mobileEmail, activationPassword: "60718293" });
  return { person, pc, entries: { serviceId: "10121234", userId, activationPassword: "60718293" } };
}

describe("手順3 アプリの初期設定", () => {
  it("finds a mistyped user ID before anything is sent", async () => {
    const { entries } = await issued();
    const phone = await openPhone();
    await openSetUp(phone.page);
    const sent: string[] = [];
    phone.page.on("request", (request) => sent.push(request.url()));
    const typo = entries.userId.slice(0, 4) + (entries.userId[4] === "7" ? "8" : "7") + entries.userId.slice(5);
    await enterSetUp(phone.page, { ...entries, userId: typo });
    await phone.page.getByText("ユーザIDに入力の誤りがあります").first().waitFor();
    expect(sent.filter((url) => url.includes("/activation/start"))).toEqual([]);
    await expectScreen(phone.page, "T-120");
  });

  it("accepts the IDs in groups, in small and in full-width letters", async () => {
    const { entries } = await issued();
    const phone = await openPhone();
    const grouped = (entries.userId.match(/.{4}/g) ?? []).join("−").toLowerCase();
    await setUpApp(phone.page, {
      serviceId: "１０１２-１２３４",
      userId: grouped,
      activationPassword: "６０７１８２９３",
    });
    await expectScreen(phone.page, "T-130");
  });

  it("fills in both IDs from the QR code's address, and takes them out of the address bar", async () => {
    const { pc, entries } = await issued();
    const link = await pc.page.getByRole("link", { name: "このスマートフォンで設定する" }).getAttribute("href");
    const phone = await openPhone();
    await phone.page.goto(link ?? "");
    await phone.page
      .getByRole("button", { name: "このまま設定する" })
      .or(phone.page.getByLabel("ユーザID"))
      .first()
      .waitFor();
    const here = phone.page.getByRole("button", { name: "このまま設定する" });
    if (await here.isVisible()) await here.click();
    await phone.page.getByText("T-120", { exact: true }).waitFor();
    const shown = await phone.page.getByLabel("ユーザID").inputValue();
    expect(shown.replaceAll("-", "").replaceAll(" ", "")).toBe(entries.userId);
    expect(phone.page.url()).not.toContain(entries.userId);
    await phone.page.getByLabel("利用開始パスワード").fill(entries.activationPassword);
    await phone.page.getByRole("button", { name: "設定する", exact: true }).click();
    await phone.page.getByText("T-130", { exact: true }).waitFor();
  });

  it("goes on where it was broken off before the service could be told", async () => {
    const { pc, entries } = await issued();
    const phone = await openPhone();
    await openSetUp(phone.page);
    await phone.context.route("**/activation/receipt", (route) => route.abort());
    await enterSetUp(phone.page, entries);
    await phone.page.getByText("あと一歩で設定が終わります").first().waitFor();
    await phone.context.unroute("**/activation/receipt");
    await phone.page.goto(demo.token.url);
    await pc.page.getByText("アプリの設定が終わりました").first().waitFor();
    phone.mistakes.length = 0; // the aborted requests are told in the console
  });

  it("asks the service although the browser says that there is no network, and ticks what it really finds", async () => {
    const { entries } = await issued();
    const phone = await openPhone();
    await sayOnline(phone.context, false);
    await openSetUp(phone.page);
    await phone.page.getByText("サービスと通信できます").waitFor();
    await phone.context.route("**/activation/**", (route) => route.abort());
    await phone.page.evaluate(() => dispatchEvent(new Event("offline")));
    await phone.page.getByText("通信できません").first().waitFor();
    expect(await phone.page.getByText("サービスと通信できます").count()).toBe(0);
    await enterSetUp(phone.page, entries);
    await phone.page.getByText("初期設定には通信が必要です").waitFor();
    await phone.context.unroute("**/activation/**");
    await phone.page.getByText("サービスと通信できます").waitFor();
    await phone.page.getByRole("button", { name: "設定する", exact: true }).click();
    await phone.page.getByText("T-130", { exact: true }).waitFor();
    phone.mistakes.length = 0; // the aborted requests are told in the console
  });

  it("keeps every entry when the language changes, and says each line in the language of the moment", async () => {
    const { entries } = await issued();
    const { page } = await openPhone();
    await openSetUp(page);
    await page.getByLabel("サービスID").fill(entries.serviceId);
    await page.getByLabel("ユーザID").fill(entries.userId);
    await page.getByLabel("利用開始パスワード").fill("99887761");
    await page.getByRole("button", { name: "設定する", exact: true }).click();
    await page.getByText("（あと4回入力できます）").first().waitFor();
    await page.getByRole("button", { name: "English" }).click();
    await page.getByText("(4 tries left)").first().waitFor();
    await expectScreen(page, "T-120");
    expect(await page.getByText(/^T-\d+$/).count()).toBe(1);
    expect((await page.getByLabel("Service ID").inputValue()).replaceAll("-", "")).toBe(entries.serviceId);
    expect((await page.getByLabel("User ID").inputValue()).replaceAll("-", "")).toBe(entries.userId);
    expect(await page.getByLabel("Activation password").inputValue()).toBe("99887761");
    await page.getByLabel("Activation password").fill(entries.activationPassword);
    await page.getByRole("button", { name: "日本語" }).click();
    await page.getByRole("button", { name: "設定する", exact: true }).click();
    await page.getByText("T-130", { exact: true }).waitFor();
  });

  it("answers 'done' to a phone that already holds the token", async () => {
    const { entries } = await issued();
    const phone = await openPhone();
    await setUpApp(phone.page, entries);
    const again = await phone.context.newPage();
    await again.goto(`${demo.token.url}/#s=${entries.serviceId}&u=${entries.userId}`);
    await again.getByText("T-200", { exact: true }).waitFor();
  });
});
