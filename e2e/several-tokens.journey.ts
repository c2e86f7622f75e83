import type { Page } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { clock, closeWindows, demo, expectScreen, openPc, openPhone, type Window } from "./harness/journey.ts";
import { expectToFit, phoneLooks } from "./harness/looks.ts";
import { leaveOldDatabase } from "./harness/old-app.ts";
import { newApplicant } from "./harness/people.ts";
import { startRecordingProxy } from "./harness/recording-proxy.ts";
import { logInAndIssue, readCode, spoken } from "./harness/steps.ts";
import { independentCode, noteTokenKey } from "./harness/token-key.ts";

afterEach(closeWindows);

const activationPassword = "50617283";
const serviceId = "10121234";

async function issued(): Promise<string> {
  const person = await newApplicant();
  const { page } = await openPc();
  const userId = await logInAndIssue(page, person, {
    mobileEmail: `${person.customerId}@example.jp`,
    activationPassword,
  });
  await page.close();
  return userId;
}

/** Sets up by the link of the PC's screen, as the mail's reader or the phone's camera opens it; gives T-130. */
async function setUpByLink(page: Page, userId: string): Promise<void> {
  await page.goto(`${demo.token.url}/#s=${serviceId}&u=${userId}`);
  const here = page.getByRole("button", { name: "このまま設定する" });
  const field = page.getByLabel("利用開始パスワード");
  await here.or(field).first().waitFor();
  if (await here.isVisible()) await here.click();
  await field.fill(activationPassword);
  await page.getByRole("button", { name: "設定する", exact: true }).click();
  await page.getByText("T-130", { exact: true }).waitFor();
}

function row(page: Page, userId: string): ReturnType<Page["getByRole"]> {
  return page
    .getByRole("button", { name: new RegExp(`末尾：${userId.slice(-4)}|ending in ${userId.slice(-4)}`) })
    .first();
}

async function openList(page: Page): Promise<void> {
  await page.getByRole("button", { name: /トークンを切り替える|Switch tokens/ }).click();
  await page.getByText("T-210", { exact: true }).waitFor();
}

/** Another institution's token, as an app of before left it. */
const old = {
  id: "old",
  order: -1,
  userId: "AAAABBBBCCCCDDDD",
  nameJa: "青葉信用金庫",
  serviceId: "20000000",
  keyByte: 7,
};
const oldKey = Buffer.alloc(32, old.keyByte);

describe("an app that was set up before it had a list", () => {
  it("keeps its token, shows its code, and takes a second one beside it", async () => {
    const phone = await openPhone();
    const { page } = phone;
    await leaveOldDatabase(page, [old]);
    await page.goto(demo.token.url);
    expect(await readCode(page)).toBe(independentCode(oldKey, clock.nowMs()));
    expect(await page.getByRole("button", { name: /トークンを切り替える/ }).count()).toBe(0);
    await page.goto("about:blank");
    await setUpByLink(page, await issued());
    await page.getByText("このスマートフォンのトークンは2件になりました。", { exact: false }).waitFor();
    await readCode(page);
    await openList(page);
    await row(page, old.userId).click();
    await page.getByText(spoken(independentCode(oldKey, clock.nowMs()))).waitFor({ state: "attached" });
    await phone.context.close();
    phone.mistakes.length = 0; // the service knows no such token, and says so in the console
  });

  it("shows a token that a second one had hidden", async () => {
    const phone = await openPhone();
    const { page } = phone;
    const hidden = { ...old, id: "hidden", order: 0, userId: "EEEEFFFFGGGGHHHH", keyByte: 9 };
    await leaveOldDatabase(page, [old, hidden]);
    await page.goto(demo.token.url);
    expect(await readCode(page)).toBe(independentCode(oldKey, clock.nowMs()));
    await page.getByRole("button", { name: "トークンを切り替える（全2件）" }).click();
    await row(page, hidden.userId).click();
    await page
      .getByText(spoken(independentCode(Buffer.alloc(32, hidden.keyByte), clock.nowMs())))
      .waitFor({ state: "attached" });
    await phone.context.close();
    phone.mistakes.length = 0; // the service knows no such token, and says so in the console
  });
});

describe("two tokens of one institution", () => {
  async function phoneWithTwo(window: Window): Promise<{ userIds: [string, string]; keys: [Buffer, Buffer] }> {
    const userIds: [string, string] = [await issued(), await issued()];
    const tokenKey = await noteTokenKey(window.page);
    await setUpByLink(window.page, userIds[0]);
    await readCode(window.page);
    const first = await tokenKey();
    // A second link, opened in the tab where the first token is shown.
    await setUpByLink(window.page, userIds[1]);
    return { userIds, keys: [first, await tokenKey()] };
  }

  it("are told apart, give each its own code, and the chosen one is remembered: offline, after the app was closed", async () => {
    const network = await startRecordingProxy();
    const phone = await openPhone("ja", network.way);
    const { page } = phone;
    const { userIds, keys } = await phoneWithTwo(phone);
    await page.getByText("このスマートフォンのトークンは2件になりました。", { exact: false }).waitFor();
    await page.getByText("同じ金融機関のトークンが、ほかにもあります。", { exact: false }).waitFor();
    await expectScreen(page, "T-130");
    expect(await readCode(page)).toBe(independentCode(keys[1], clock.nowMs()));
    await page.getByText(`ユーザIDの末尾：${userIds[1].slice(-4)}`).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    network.cut();
    await page.reload();
    expect(await readCode(page)).toBe(independentCode(keys[1], clock.nowMs()));
    await openList(page);
    await expectScreen(page, "T-210");
    expect(await row(page, userIds[1]).getAttribute("aria-current")).toBe("true");
    await row(page, userIds[0]).click();
    const code = page.getByText(spoken(independentCode(keys[0], clock.nowMs())));
    await code.waitFor({ state: "attached" });
    await page.reload();
    expect(await readCode(page)).toBe(independentCode(keys[0], clock.nowMs()));
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("button", { name: "Switch tokens (2 in all)" }).click();
    await row(page, userIds[1]).click();
    expect(await readCode(page, "en")).toBe(independentCode(keys[1], clock.nowMs()));
    await phone.context.close();
    await network.close();
    phone.mistakes.length = 0; // requests that the missing connection refused are told in the console
  });

  it("are named, put in order, shown first and deleted by keyboard alone; the other one stays", async () => {
    const phone = await openPhone();
    const { page } = phone;
    const { userIds, keys } = await phoneWithTwo(phone);
    await expectToFit(phone, "T-130", phoneLooks);
    const press = async (name: string | RegExp): Promise<void> => {
      const button = page.getByRole("button", { name }).first();
      await button.focus();
      await page.keyboard.press("Enter");
    };
    await press("次へ");
    await page.getByText("T-200", { exact: true }).waitFor();
    await expectToFit(phone, "T-200", phoneLooks);
    await press("トークンを切り替える");
    await page.getByText("T-210", { exact: true }).waitFor();
    await expectToFit(phone, "T-210", phoneLooks);

    // The name: too long is said, fitting is kept, and stands wherever the token does.
    const manage = new RegExp(`^変更・削除.*${userIds[0].slice(-4)}`);
    await press(manage);
    await page.getByText("T-211", { exact: true }).waitFor();
    await page.getByLabel("トークンの名前").focus();
    await page.keyboard.type("とても長いトークンの名前");
    await page.keyboard.press("Enter");
    await page.getByText("名前は全角8文字（半角16文字）までで入力してください").waitFor();
    expect(await page.getByLabel("トークンの名前").inputValue()).toBe("とても長いトークンの名前");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("家計の口座");
    await page.keyboard.press("Enter");
    await page.getByText("名前を変更しました").waitFor();
    await page.getByLabel("アプリを開いたとき、最初に表示する").focus();
    await page.keyboard.press("Space");
    await expectToFit(phone, "T-211", phoneLooks);

    // The order: the moved one keeps the focus, its place is said.
    await press("戻る");
    await page.getByText("アプリを開いたとき最初に表示").waitFor();
    await press("並べ替える");
    await press(/^上へ.*家計の口座/);
    await page.getByText("家計の口座：2件中1番目").waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^下へ：家計の口座/);
    await expectScreen(page, "T-210");
    await press("並べ替えを終わる");
    expect(await page.locator(".token strong").first().textContent()).toBe("家計の口座");

    // The other one is looked at last; the app opens with the one that the customer marked.
    await page.reload();
    await page.getByText("家計の口座", { exact: true }).waitFor();
    expect(await readCode(page)).toBe(independentCode(keys[0], clock.nowMs()));

    // The end: said what it does not do at the bank, and only after the end of the user ID was typed.
    await press("トークンを切り替える");
    await press(manage);
    await press("トークンを削除する");
    await page.getByText("削除しても、金融機関側の利用登録は解除されません。", { exact: false }).waitFor();
    await expectToFit(phone, "T-212", phoneLooks);
    await press("このスマートフォンから削除する");
    await page.getByText(`ユーザIDの末尾4文字は ${userIds[0].slice(-4)} です`, { exact: false }).waitFor();
    await expectScreen(page, "T-212");
    await page.keyboard.type(userIds[0].slice(-4).toLowerCase());
    await page.keyboard.press("Enter");
    await page.getByText("家計の口座のトークンを削除しました").waitFor();
    await expectScreen(page, "T-210");
    await row(page, userIds[1]).focus();
    await page.keyboard.press("Enter");
    expect(await readCode(page)).toBe(independentCode(keys[1], clock.nowMs()));
    await page.reload();
    expect(await readCode(page)).toBe(independentCode(keys[1], clock.nowMs()));
  });
});

describe("ten tokens", () => {
  const ten = Array.from({ length: 10 }, (_, at) => ({
    ...old,
    id: `id-${at}`,
    order: at,
    nameJa: at % 2 === 0 ? "青葉信用金庫" : "若葉信用組合",
    serviceId: at % 2 === 0 ? "20000000" : "30000000",
    userId: `AAAABBBBCCCC000${at}`,
    keyByte: at + 1,
  }));

  it("are searched, and an eleventh costs no try: it says what to do and keeps what was entered", async () => {
    const phone = await openPhone();
    const { page } = phone;
    await leaveOldDatabase(page, ten);
    await page.goto(demo.token.url);
    await readCode(page);
    await openList(page);
    expect(await page.locator(".token-row").count()).toBe(10);
    await page.getByText("トークンは10件までです。", { exact: false }).waitFor();
    await expectToFit(phone, "T-210", phoneLooks);
    await page.getByLabel("トークンを探す").fill("わかば");
    await page.getByText("10件のうち0件を表示しています").waitFor();
    await page.getByLabel("トークンを探す").fill("若葉　０００３");
    await page.getByText("10件のうち1件を表示しています").waitFor();
    await expectScreen(page, "T-210");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await readCode(page)).toBe(independentCode(Buffer.alloc(32, 4), clock.nowMs()));

    const userId = await issued();
    const sent: string[] = [];
    page.on("request", (request) => sent.push(request.url()));
    await page.goto(`${demo.token.url}/#s=${serviceId}&u=${userId}`);
    await page.getByLabel("利用開始パスワード").fill(activationPassword);
    await page.getByRole("button", { name: "設定する", exact: true }).click();
    await page.getByRole("alert").getByText("トークンは10件までです。").waitFor();
    await expectScreen(page, "T-120");
    expect(sent.filter((url) => url.includes("/activation/start"))).toEqual([]);
    expect((await page.getByLabel("ユーザID").inputValue()).replaceAll("-", "")).toBe(userId);
    await phone.context.close();
    phone.mistakes.length = 0; // the service knows no such tokens, and says so in the console
  });
});
