import { existsSync } from "node:fs";
import sparticuz from "@sparticuz/chromium";
import { chromium, type BrowserServer } from "playwright-core";
import { longPatienceMs } from "./patience.ts";

const installedChromes: Record<string, readonly string[]> = {
  darwin: ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"],
  win32: ["C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"],
};

// Not the package's own arguments: they hold --single-process, which loses service workers.
const launchArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
  "--force-color-profile=srgb",
];

/** Starts the browser of the journeys: WARIFU_CHROME, the one inside the npm package (Linux), or an installed Chrome. */
export async function launchBrowser(): Promise<BrowserServer> {
  return await chromium.launchServer({
    executablePath: await findChromium(),
    args: launchArguments,
    headless: true,
    timeout: longPatienceMs,
  });
}

async function findChromium(): Promise<string> {
  const chosen = process.env["WARIFU_CHROME"];
  if (chosen !== undefined) return chosen;
  if (process.platform === "linux") return await sparticuz.executablePath();
  const installed = (installedChromes[process.platform] ?? []).find((path) => existsSync(path));
  if (installed !== undefined) return installed;
  throw new Error("No Chrome found for the browser journeys: set WARIFU_CHROME to the path of one.");
}
