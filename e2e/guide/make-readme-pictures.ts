import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Language } from "../harness/journey.ts";
import { fiveStepsPage } from "./five-steps-page.ts";
import { withPage } from "./print-page.ts";
import { startProduct } from "./running-product.ts";
import { shrinkPng } from "./shrink-png.ts";
import { walkFiveSteps } from "./walk-five-steps.ts";

// `npm run screenshots`: docs/images/five-steps.{ja,en}.png, the README's picture, from the running product.
const root = join(import.meta.dirname, "../..");
const target = join(root, "docs/images");
mkdirSync(target, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "warifu-pictures-"));
const languages: readonly Language[] = ["ja", "en"];

const product = await startProduct();
try {
  for (const language of languages) {
    const { pictures } = await walkFiveSteps(product, language, folder);
    writeFileSync(join(folder, "five-steps.html"), fiveStepsPage(language, pictures));
    const size = { width: 1600, height: 600 };
    const png = await withPage(product.browser, folder, "five-steps.html", size, (page) =>
      page.locator("ol").screenshot(),
    );
    const file = join(target, `five-steps.${language}.png`);
    writeFileSync(file, shrinkPng(png));
    process.stdout.write(`${relative(root, file)}\n`);
    await product.clock.advance(120);
  }
} finally {
  await product.stop();
  rmSync(folder, { recursive: true, force: true });
}
