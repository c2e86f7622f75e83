import { AxeBuilder } from "@axe-core/playwright";
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";
import { expect, inject } from "vitest";
import { openJourneyClock, type JourneyClock } from "./clock.ts";
import { longPatienceMs, patienceMs } from "./patience.ts";

export type Language = "ja" | "en";

/** What every journey has at hand: the running demo, its clock, and browser windows that are watched for mistakes. */
export const demo = inject("credentials");
export const clock: JourneyClock = openJourneyClock(inject("clockFile"));

let browser: Browser | undefined;

async function connectedBrowser(): Promise<Browser> {
  browser ??= await chromium.connect(inject("browserEndpoint"), { timeout: longPatienceMs });
  return browser;
}

export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors, page errors, and requests to an origin that is not ours; a journey ends with none. */
  readonly mistakes: string[];
}

const openWindows = new Set<Window>();

/** A browser window of its own, as a PC shows it. */
export async function openPc(language: Language = "ja", more: BrowserContextOptions = {}): Promise<Window> {
  return await openWindow(language, { viewport: { width: 1280, height: 900 }, ...more });
}

/** A browser window of its own, as a phone shows it (390 × 844). */
export async function openPhone(language: Language = "ja", more: BrowserContextOptions = {}): Promise<Window> {
  const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
  return await openWindow(language, { ...phone, ...more });
}

/** Makes the browser say that there is a network, or none, whatever there really is: the app must believe neither. */
export async function sayOnline(context: BrowserContext, isOnline: boolean): Promise<void> {
  await context.addInitScript((says) => {
    Object.defineProperty(Navigator.prototype, "onLine", { get: () => says });
  }, isOnline);
}

async function openWindow(language: Language, options: BrowserContextOptions): Promise<Window> {
  const context = await (
    await connectedBrowser()
  ).newContext({
    locale: language === "ja" ? "ja-JP" : "en-GB",
    timezoneId: "Asia/Tokyo",
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  context.setDefaultTimeout(patienceMs);
  await clock.follow(context);
  const page = await context.newPage();
  const window: Window = { page, context, mistakes: [] };
  watch(window);
  openWindows.add(window);
  return window;
}

function watch({ page, context, mistakes }: Window): void {
  const ours = new Set(
    [demo.bank, demo.gate, demo.token, demo.console, demo.api, demo.mailbox, demo.tour].map(
      ({ url }) => new URL(url).origin,
    ),
  );
  page.on("console", (message) => {
    if (message.type() === "error") mistakes.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => mistakes.push(`page: ${error.message}`));
  context.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && !ours.has(origin)) mistakes.push(`foreign request: ${request.url()}`);
  });
}

/** Closes every window of the journey and holds it to its promise. Call it in afterEach. */
export async function closeWindows(): Promise<void> {
  const windows = [...openWindows];
  openWindows.clear();
  await Promise.all(windows.map(takePicture));
  await Promise.all(windows.map(({ context }) => context.close()));
  expect(windows.flatMap(({ mistakes }) => mistakes)).toEqual([]);
}

/** For whoever looks for the cause: JOURNEY_PICTURES=FOLDER keeps the last picture of every window. */
async function takePicture({ page }: Window): Promise<void> {
  const folder = process.env["JOURNEY_PICTURES"];
  if (folder === undefined || page.isClosed()) return;
  const name = (expect.getState().currentTestName ?? "journey").replaceAll(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60);
  pictures += 1;
  await page.screenshot({ path: `${folder}/${name}-${pictures}.png`, fullPage: true });
}

let pictures = 0;

/** The screen whose ID stands at the bottom right is shown, and axe finds no violation of WCAG 2.2 A and AA on it. */
export async function expectScreen(page: Page, screenId: string): Promise<void> {
  await page.getByText(screenId, { exact: true }).first().waitFor();
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const told = violations.map(({ id, nodes }) => `${screenId} ${id}: ${nodes.map((node) => node.html).join(" | ")}`);
  expect(told).toEqual([]);
}
