import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { makeWarifuClient } from "@warifu/wire";
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";
import { launchBrowser } from "../harness/browser.ts";
import { openJourneyClock, type JourneyClock } from "../harness/clock.ts";
import type { Language } from "../harness/journey.ts";
import { longPatienceMs, patienceMs } from "../harness/patience.ts";
import { startDemo, type BankCustomer, type DemoCredentials } from "../harness/start-demo.ts";
import type { InstitutionFacts } from "./institution-facts.ts";

/** The demo with the journeys' clock, and a browser to look at it with. Not vitest's: the guide is made by a plain program. */
export interface RunningProduct {
  readonly demo: DemoCredentials;
  readonly clock: JourneyClock;
  readonly browser: Browser;
  readonly facts: InstitutionFacts;
  stop(): Promise<void>;
}

export async function startProduct(): Promise<RunningProduct> {
  const [running, server] = await Promise.all([startDemo(), launchBrowser()]);
  const { credentials: demo, clockFile } = running;
  const browser = await chromium.connect(server.wsEndpoint(), { timeout: longPatienceMs });
  return {
    demo,
    clock: openJourneyClock(clockFile),
    browser,
    facts: readFacts(demo),
    async stop() {
      await server.close();
      await running.stop();
    },
  };
}

/** The demo's institution, as the operator's command tells it. */
function readFacts({ warifu: { env } }: DemoCredentials): InstitutionFacts {
  const command = join(import.meta.dirname, "../../apps/server/src/main.ts");
  const said = execFileSync(
    process.execPath,
    [command, "institution", "show", "--service-id", serviceIdOfTheDemo, "--json"],
    { env: { ...process.env, ...env }, encoding: "utf8" },
  );
  const mailFrom = env["WARIFU_MAIL_FROM"] ?? "";
  return { ...(JSON.parse(said) as InstitutionFacts), senderDomain: mailFrom.slice(mailFrom.lastIndexOf("@") + 1) };
}

const serviceIdOfTheDemo = "10121234";

/** 大空 花子: ready-made by the demo, her application registered. For each walk she begins anew. */
export async function hanakoBeginsAnew({ demo }: RunningProduct): Promise<BankCustomer> {
  const hanako = demo.bank.customers.find(({ customerId }) => customerId === "hanako");
  if (hanako === undefined) throw new Error("The demo has no hanako");
  const warifu = makeWarifuClient({ baseUrl: demo.api.url, apiKey: demo.api.key, timeoutMs: patienceMs });
  await warifu.cancel(hanako.customerId);
  const applied = await warifu.apply(hanako.customerId, { name: hanako.name });
  if (!applied.ok) throw new Error(`Her application was not registered: ${applied.failure.message}`);
  return hanako;
}

/** A PC's window. */
export function openPc(product: RunningProduct, language: Language): Promise<Page> {
  return open(product, language, { viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1.4 });
}

const userAgents = {
  iphone:
    "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
  android:
    "Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36",
};

/** A phone's browser, before the app is on the home screen. */
export function openPhoneBrowser(
  product: RunningProduct,
  language: Language,
  kind: keyof typeof userAgents,
): Promise<Page> {
  return open(product, language, { ...phone, userAgent: userAgents[kind] });
}

/** The app as opened from its icon on the home screen: no browser around it, and storage that is kept. */
export async function openInstalledApp(product: RunningProduct, language: Language): Promise<Page> {
  const page = await open(product, language, { ...phone, userAgent: userAgents.android });
  await page.addInitScript(() => {
    // Safari's own word for it; the media feature of other browsers belongs to their windows.
    Object.defineProperty(navigator, "standalone", { value: true });
    // A home-screen app's storage is kept; a headless browser grants that to nobody.
    const granted = (): Promise<boolean> => Promise.resolve(true);
    Object.defineProperties(navigator.storage, { persist: { value: granted }, persisted: { value: granted } });
  });
  return page;
}

const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 1.6,
  isMobile: true,
  hasTouch: true,
};

async function open(
  { browser, clock }: RunningProduct,
  language: Language,
  options: BrowserContextOptions,
): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    locale: language === "ja" ? "ja-JP" : "en-GB",
    timezoneId: "Asia/Tokyo",
    colorScheme: "light",
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(patienceMs);
  await clock.follow(context);
  return await context.newPage();
}
