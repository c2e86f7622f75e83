// Draws the PNG icons from tally.svg with a headless Chromium, whose path is given:
//   node scripts/run.mjs apps/token/icons/draw-icons.ts /path/to/chromium
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** `corner` in 64ths: 0 where the phone cuts the shape itself. `scale` leaves the margin that a maskable icon must have. */
const icons = [
  { name: "icon-192", pixels: 192, corner: 14, scale: 1 },
  { name: "icon-512", pixels: 512, corner: 14, scale: 1 },
  { name: "maskable-192", pixels: 192, corner: 0, scale: 0.8 },
  { name: "maskable-512", pixels: 512, corner: 0, scale: 0.8 },
  { name: "apple-touch-icon", pixels: 180, corner: 0, scale: 0.92 },
];

const [chromium] = process.argv.slice(2);
if (chromium === undefined) throw new Error("Give the path of a Chromium: draw-icons.ts /path/to/chromium");

const tally = readFileSync(join(import.meta.dirname, "tally.svg"), "utf8").replace(/<\/?svg[^>]*>/g, "");
const target = join(import.meta.dirname, "..", "public", "icons");
const profile = mkdtempSync(join(tmpdir(), "warifu-icons-"));
const browser = spawn(
  chromium,
  [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--remote-debugging-port=0",
    `--user-data-dir=${profile}`,
  ],
  { stdio: ["ignore", "ignore", "pipe"] },
);
try {
  const ask = await connect(await debuggerAddress());
  const { targetId } = await ask("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await ask("Target.attachToTarget", { targetId, flatten: true });
  const page = String(sessionId);
  await ask("Emulation.setDefaultBackgroundColorOverride", { color: { r: 0, g: 0, b: 0, a: 0 } }, page);
  for (const icon of icons) {
    const { pixels } = icon;
    await ask(
      "Emulation.setDeviceMetricsOverride",
      { width: pixels, height: pixels, deviceScaleFactor: 1, mobile: false },
      page,
    );
    const { frameTree } = (await ask("Page.getFrameTree", {}, page)) as { frameTree: { frame: { id: string } } };
    await ask("Page.setDocumentContent", { frameId: frameTree.frame.id, html: picture(icon) }, page);
    const { data } = await ask("Page.captureScreenshot", { format: "png" }, page);
    writeFileSync(join(target, `${icon.name}.png`), Buffer.from(String(data), "base64"));
  }
} finally {
  browser.kill();
  await once(browser, "exit");
  rmSync(profile, { recursive: true });
}

function picture({ pixels, corner, scale }: (typeof icons)[number]): string {
  const shift = 32 * (1 - scale);
  return `<style>body{margin:0}svg{display:block}</style>
    <svg viewBox="0 0 64 64" width="${pixels}" height="${pixels}"><rect width="64" height="64" rx="${corner}" fill="#0017c1"/>
    <g transform="translate(${shift} ${shift}) scale(${scale})">${tally}</g></svg>`;
}

async function debuggerAddress(): Promise<string> {
  for await (const line of createInterface({ input: browser.stderr })) {
    const address = /ws:\/\/\S+/.exec(line)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error("Chromium did not start");
}

/** The Chrome DevTools Protocol over Node's own WebSocket: a question, its answer. */
async function connect(address: string) {
  const socket = new WebSocket(address);
  await once(socket, "open");
  let last = 0;
  return async (method: string, params: object, sessionId?: string): Promise<Record<string, unknown>> => {
    const id = (last += 1);
    socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
    for (;;) {
      const [event] = (await once(socket, "message")) as [MessageEvent<string>];
      const answer = JSON.parse(event.data) as {
        id?: number;
        result?: Record<string, unknown>;
        error?: { message: string };
      };
      if (answer.id !== id) continue;
      if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
      return answer.result ?? {};
    }
  };
}
