import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";

const require = createRequire(import.meta.url);
/** Where our own fonts lie in node_modules; the finished page asks for them by name and takes the reader's own where they are missing. */
const fontFolders = {
  jp: dirname(require.resolve("@fontsource-variable/noto-sans-jp/package.json")),
  mono: dirname(require.resolve("@fontsource/noto-sans-mono/package.json")),
};
/** Answered by us, never asked for on the network (RFC 6761: .invalid). */
const origin = "http://guide.invalid";
const types: Record<string, string> = { html: "text/html", png: "image/png", css: "text/css", woff2: "font/woff2" };

/** Opens a page of `folder` as if it were on a server, with our fonts, and hands it to `use`. */
export async function withPage<Value>(
  browser: Browser,
  folder: string,
  name: string,
  viewport: { readonly width: number; readonly height: number },
  use: (page: Page) => Promise<Value>,
): Promise<Value> {
  const context = await browser.newContext({ viewport, deviceScaleFactor: 2 });
  try {
    await context.route("**/*", (route) => {
      const { pathname, origin: asked } = new URL(route.request().url());
      if (asked !== origin) return route.abort();
      const body = readFileSync(fileFor(folder, decodeURIComponent(pathname)));
      return route.fulfill({
        body,
        contentType: types[pathname.split(".").at(-1) ?? ""] ?? "application/octet-stream",
      });
    });
    const page = await context.newPage();
    await page.goto(`${origin}/${name}`);
    for (const sheet of ["/fonts/jp/index.css", "/fonts/mono/700.css"]) await page.addStyleTag({ url: origin + sheet });
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    return await use(page);
  } finally {
    await context.close();
  }
}

/** A4, with the page's own margins; tagged, with bookmarks of its headings. */
export async function printPdf(browser: Browser, folder: string, name: string): Promise<Buffer> {
  return await withPage(browser, folder, name, { width: 794, height: 1123 }, (page) =>
    page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true }),
  );
}

function fileFor(folder: string, path: string): string {
  const [, top, family, ...rest] = path.split("/");
  if (top === "fonts" && (family === "jp" || family === "mono")) return join(fontFolders[family], ...rest);
  return join(folder, path);
}
