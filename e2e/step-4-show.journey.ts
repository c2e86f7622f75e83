import type { BrowserContextOptions } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { clock, closeWindows, expectScreen, openPc, openPhone, sayOnline } from "./harness/journey.ts";
import { newApplicant, warifu } from "./harness/people.ts";
import { startRecordingProxy } from "./harness/recording-proxy.ts";
import { logInAndIssue, readCode, setUpApp, spoken } from "./harness/steps.ts";
import { independentCode, noteTokenKey } from "./harness/token-key.ts";

afterEach(closeWindows);

async function phoneWithToken({ says, way = {} }: { says?: boolean; way?: BrowserContextOptions } = {}) {
  const person = await newApplicant();
  const pc = await openPc();
  const mobileEmail = `${person.customerId}@example.jp`;
  const userId = await logInAndIssue(pc.page, person, { mobileEmail, activationPassword: "50617283" });
  const phone = await openPhone("ja", way);
  if (says !== undefined) await sayOnline(phone.context, says);
  const tokenKey = await noteTokenKey(phone.page);
  await setUpApp(phone.page, { serviceId: "10121234", userId, activationPassword: "50617283" });
  return { person, phone, key: await tokenKey() };
}

describe("手順4 ワンタイムパスワードの表示", () => {
  it("shows the code that independent arithmetic gives, and the next one in the next minute", async () => {
    const { phone, key } = await phoneWithToken();
    expect(await readCode(phone.page)).toBe(independentCode(key, clock.nowMs()));
    await expectScreen(phone.page, "T-200");
    await clock.advance(60);
    const next = independentCode(key, clock.nowMs());
    await phone.page.getByText(spoken(next)).waitFor({ state: "attached" });
  });

  it("works without any connection, also after the app was closed", async () => {
    const network = await startRecordingProxy();
    const { phone, key } = await phoneWithToken({ way: network.way });
    await readCode(phone.page);
    await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    network.cut();
    await phone.page.reload();
    expect(await readCode(phone.page)).toBe(independentCode(key, clock.nowMs()));
    await phone.page.getByText("オフライン").first().waitFor();
    await phone.context.close();
    await network.close();
    phone.mistakes.length = 0; // requests that the missing connection refused are told in the console
  });

  it.each([true, false])(
    "says オフライン when nobody answers, or a hotel's page does, and takes it back by itself; the browser says %s",
    async (says) => {
      const { phone } = await phoneWithToken({ says });
      await readCode(phone.page);
      const offline = phone.page.getByText("オフライン", { exact: true });
      const hint = async (name: string): Promise<void> =>
        void (await phone.page.evaluate((type) => dispatchEvent(new Event(type)), name));
      await phone.context.route("**/activation/**", (route) => route.abort());
      await hint("offline");
      await offline.waitFor();
      await phone.context.unroute("**/activation/**");
      await hint("online");
      await offline.waitFor({ state: "detached" });
      const hotel = { status: 200, contentType: "text/html", body: "<h1>Wi-Fi</h1>" };
      await phone.context.route("**/activation/**", (route) => route.fulfill(hotel));
      await hint("online");
      await offline.waitFor();
      await phone.context.unroute("**/activation/**");
      await offline.waitFor({ state: "detached" });
      phone.mistakes.length = 0; // the aborted requests are told in the console
    },
  );

  it("says when the token was suspended, works again, and was revoked; nothing while the service does not answer", async () => {
    const { person, phone } = await phoneWithToken();
    const { page } = phone;
    await readCode(page);
    const look = async (): Promise<void> =>
      void (await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange"))));
    const suspended = page.getByRole("heading", { name: "ワンタイムパスワードは停止中です" });
    expect(await warifu.suspend(person.customerId, "lost")).toMatchObject({ ok: true });
    await look();
    await suspended.waitFor();
    await expectScreen(page, "T-200");
    await page.getByRole("button", { name: "設定", exact: true }).click();
    await page.getByText("停止中", { exact: true }).waitFor();
    await page.getByRole("button", { name: "戻る" }).click();
    await page.getByRole("button", { name: "コピー" }).click();
    await page.getByText("コピーしました").waitFor();
    await page.getByRole("button", { name: "English" }).click();
    await page.getByText("Copied", { exact: true }).waitFor();
    await page.getByRole("button", { name: "日本語" }).click();
    expect(await warifu.resume(person.customerId, "found")).toMatchObject({ ok: true });
    await look();
    await suspended.waitFor({ state: "detached" });
    expect(await warifu.revoke(person.customerId, "lost")).toMatchObject({ ok: true });
    await phone.context.setOffline(true);
    await look();
    await page.getByText("オフライン", { exact: true }).waitFor();
    expect(await page.getByText("このトークンは使えなくなりました").count()).toBe(0);
    await phone.context.setOffline(false);
    await look();
    await page.getByText("このトークンは使えなくなりました").waitFor();
    await expectScreen(page, "T-200");
    phone.mistakes.length = 0; // requests that the missing connection refused, and the refusal, are told in the console
  });

  it("copies eight digits without a space", async () => {
    const { phone } = await phoneWithToken();
    const code = await readCode(phone.page);
    await phone.page
      .getByRole("button", { name: /コピー/ })
      .first()
      .click();
    await phone.page.getByText("コピーしました").waitFor();
    expect(await phone.page.evaluate(() => navigator.clipboard.readText())).toBe(code);
  });

  it("keeps the key where no script can read it", async () => {
    const { phone } = await phoneWithToken();
    const extractable = await phone.page.evaluate(async () => {
      const request = indexedDB.open("warifu");
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(new Error("not opened")));
      });
      const all = database.transaction("tokens").objectStore("tokens").getAll();
      await new Promise((resolve) => all.addEventListener("success", resolve));
      const keys: CryptoKey[] = [];
      const collect = (value: unknown): void => {
        if (value instanceof CryptoKey) keys.push(value);
        else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
      };
      collect(all.result);
      return keys.map((key) => key.extractable);
    });
    expect(extractable.length).toBeGreaterThan(0);
    expect(extractable.every((one) => !one)).toBe(true);
  });
});
