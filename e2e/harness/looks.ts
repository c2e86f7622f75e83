import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { expectScreen, type Window } from "./journey.ts";

interface Look {
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
  readonly textPercent: number;
}

/** Every way a screen is looked at. Text at 200 % is tried as twice the root size, which is what browsers' text zoom does. */
const looks = {
  "320 px": { width: 320, height: 800, scheme: "light", textPercent: 100 },
  "320 px dark": { width: 320, height: 800, scheme: "dark", textPercent: 100 },
  "200 % text": { width: 1280, height: 900, scheme: "light", textPercent: 200 },
} as const;

/** A phone's own, besides: its text at 200 % has a phone's width only. */
export const phoneLooks = {
  ...looks,
  "390 px 200 % text dark": { width: 390, height: 844, scheme: "dark", textPercent: 200 },
} as const;

/** The page fits the window's width, in every look, and keeps its accessibility in the dark. */
export async function expectToFit(window: Window, screenId: string, ways: Record<string, Look> = looks): Promise<void> {
  const { page } = window;
  const before = page.viewportSize() ?? { width: 1280, height: 900 };
  for (const [name, { width, height, scheme, textPercent }] of Object.entries<Look>(ways)) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme });
    await page.evaluate((percent) => (document.documentElement.style.fontSize = `${percent}%`), textPercent);
    expect(await overflowOf(page), `${screenId} at ${name} scrolls sideways`).toBeLessThanOrEqual(1);
    if (scheme === "dark") await expectScreen(page, screenId);
    await keepPicture(page, `${screenId} ${name}`);
  }
  await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(before);
}

function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env["JOURNEY_PICTURES"];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/look ${name.replaceAll("%", "")}.png`, fullPage: true });
}
