import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, describe, expect, inject, it } from "vitest";
import {
  clock,
  closeWindows,
  demo,
  expectScreen,
  openPc,
  openPhone,
  type Language,
  type Window,
} from "./harness/journey.ts";
import { labels } from "./harness/labels.ts";
import { eventually } from "./harness/patience.ts";
import { warifu } from "./harness/people.ts";
import { confirmCode, enterSetUp, issueToken, readCode, readUserId } from "./harness/steps.ts";

afterEach(closeWindows);

const activationPassword = "20461357";

/** The ready-made customers begin anew, as after npm start -- --fresh. */
async function beginAnew(customerId: string): Promise<void> {
  await warifu.cancel(customerId);
  expect(await warifu.apply(customerId)).toMatchObject({ ok: true });
}

async function openTour(language: Language, as: string, way: Parameters<typeof openPc>[1] = {}): Promise<Window> {
  const tour = await openPc(language, way);
  await tour.page.goto(`${demo.tour.url}/?as=${as}&lang=${language}`);
  return tour;
}

/** The window that a button of the tour opens. */
async function opened(tour: Window, name: RegExp): Promise<Page> {
  const [page] = await Promise.all([
    tour.context.waitForEvent("page"),
    tour.page.getByRole("link", { name }).or(tour.page.getByRole("button", { name })).first().click(),
  ]);
  return page;
}

async function untilTicked({ page }: Window, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.locator(`[data-step="${key}"][data-state="done"]`).waitFor();
}

const buttons = {
  ja: { bank: /インターネットバンキングを開く/, mailbox: /メールボックスを開く/, phone: /アプリを開く/ },
  en: { bank: /Open internet banking/, mailbox: /Open the mailbox/, phone: /Open the app/ },
};

describe("the tour page", () => {
  for (const language of ["ja", "en"] as const) {
    it(`leads through the five steps with its own buttons and ticks them off by itself (${language})`, async () => {
      const hanako = demo.bank.customers.find(({ customerId }) => customerId === "hanako");
      await beginAnew("hanako");
      const tour = await openTour(language, "hanako");
      await expectScreen(tour.page, "D-100");
      await untilTicked(tour, "apply");
      await tour.page.locator('[data-step="issue"][data-state="current"]').waitFor();
      await tour.page.locator('[data-step="issue"] a.button-primary').waitFor();

      const pc = await opened(tour, buttons[language].bank);
      const words = labels[language].bank;
      await pc.getByLabel(words.customerId).fill("hanako");
      await pc.getByLabel(words.password).fill(hanako?.password ?? "");
      await pc.getByRole("button", { name: words.logIn, exact: true }).click();
      const entries = { mobileEmail: `tour-${language}@example.jp`, activationPassword };
      await issueToken(pc, entries, language);
      await untilTicked(tour, "issue", "mail");
      expect(await tour.page.locator("[data-step] a.button-primary").getAttribute("href")).toBe(demo.token.url);
      const userId = await readUserId(pc);

      const mailbox = await opened(tour, buttons[language].mailbox);
      await mailbox.getByText(entries.mobileEmail).first().waitFor();

      const phone = await opened(tour, buttons[language].phone);
      const app = labels[language].app;
      expect(await phone.evaluate(() => innerWidth)).toBeLessThanOrEqual(400);
      await phone.getByRole("button", { name: app.first }).click();
      await phone.getByRole("button", { name: app.inThisTab }).click();
      await enterSetUp(phone, { serviceId: "10121234", userId, activationPassword }, language);
      await untilTicked(tour, "setUp");
      await confirmCode(pc, await readCode(phone, language), language);
      await untilTicked(tour, "show", "confirm");
      await tour.page.locator("[data-finished]").waitFor();
      await expectScreen(tour.page, "D-100");

      const news = await tour.page.locator("[data-happenings] li").allTextContents();
      expect(news[0]).toContain(
        language === "ja" ? "大空 花子さんの最初の番号を確かめました" : "first number of Hanako Ozora",
      );
      // Opened once more, or at a second start: what is done is shown as done.
      await tour.page.reload();
      await untilTicked(tour, "apply", "issue", "mail", "setUp", "show", "confirm");
    });
  }

  it("opens the branch as one of the staff, again and again and after days, without a link that anybody has to copy", async () => {
    // The demo has stood for more than a day: the links that it printed at its start have ended.
    await clock.advance(25 * 60 * 60);
    const tour = await openTour("ja", "taro");
    for (let time = 1; time <= 2; time += 1) {
      const branch = await opened(tour, /窓口を開く（受付 さくら）/);
      await branch.getByRole("button", { name: "サインイン", exact: true }).click();
      await branch.getByText("受付 さくら").first().waitFor();
      expect(new URL(branch.url()).origin).toBe(new URL(demo.console.url).origin);
      await branch.close();
    }
  });

  it("works by keyboard alone, and its key to the service never reaches the browser", async () => {
    const tour = await openTour("ja", "hanako");
    const { page } = tour;
    const reached: string[] = [];
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press("Tab");
      reached.push(
        await page.evaluate(() => document.activeElement?.textContent?.trim().replaceAll(/\s+/g, " ") ?? ""),
      );
    }
    for (const button of Object.values(buttons.ja)) expect(reached.some((text) => button.test(text))).toBe(true);
    expect(reached.some((text) => text.startsWith("窓口を開く"))).toBe(true);
    const sent = await page.evaluate(async () => {
      const news = await (await fetch("/news.json")).text();
      return document.documentElement.outerHTML + news;
    });
    expect(sent).not.toContain(demo.api.key);
    expect(sent).not.toContain("/sign-in/");
  });

  it("fits 320 px in the light and in the dark, and on a phone", async () => {
    for (const language of ["ja", "en"] as const) {
      const phone = await openPhone(language);
      for (const scheme of ["light", "dark"] as const) {
        await phone.page.emulateMedia({ colorScheme: scheme });
        for (const width of [320, 390, 1280]) {
          await phone.page.setViewportSize({ width, height: 844 });
          await phone.page.goto(`${demo.tour.url}/?as=taro&lang=${language}`);
          const overflow = await phone.page.evaluate(() => {
            const { scrollWidth, clientWidth } = document.documentElement;
            return scrollWidth - clientWidth;
          });
          expect(overflow).toBeLessThanOrEqual(1);
          if (width === 320) await expectScreen(phone.page, "D-100");
        }
      }
    }
  });

  it("says that the service is away while it is, and goes on when it is back", async () => {
    const tour = await openTour("ja", "hanako");
    const processId = (): number => {
      const file = readFileSync(join(inject("demoFolder"), "processes.json"), "utf8");
      return (JSON.parse(file) as { service: number }).service;
    };
    const killed = processId();
    process.kill(killed, "SIGKILL");
    await tour.page.getByText("サービスからの知らせが途切れています").waitFor();
    await eventually("the service has been started again", async () => (processId() === killed ? undefined : true));
    await tour.page.getByText("サービスからの知らせが途切れています").waitFor({ state: "hidden" });
    await beginAnew("hanako");
    await untilTicked(tour, "apply");
    await tour.page.locator('[data-step="issue"][data-state="current"]').waitFor();
  });
});
