import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Language } from "../harness/journey.ts";
import { guidePage } from "./guide-page.ts";
import { guideWords } from "./words.ts";
import { printPdf } from "./print-page.ts";
import { startProduct } from "./running-product.ts";
import { shrinkPdf } from "./shrink-pdf.ts";
import { walkFiveSteps } from "./walk-five-steps.ts";

// `npm run guide`: the manual's page anew, from the running product: docs/guide/{ja,en}.{html,pdf} and its pictures.
const root = join(import.meta.dirname, "../..");
const folder = join(root, "docs/guide");
const images = join(folder, "images");
rmSync(images, { recursive: true, force: true });
mkdirSync(images, { recursive: true });
const css = readFileSync(join(import.meta.dirname, "guide.css"), "utf8").trim();
const languages: readonly Language[] = ["ja", "en"];

const product = await startProduct();
try {
  for (const language of languages) {
    const walk = await walkFiveSteps(product, language, images);
    const words = guideWords(language, product.facts, product.clock.nowMs());
    const html = guidePage({ language, institution: product.facts, words, walk, css });
    writeFileSync(join(folder, `${language}.html`), html);
    const pdf = await printPdf(product.browser, folder, `${language}.html`);
    writeFileSync(join(folder, `${language}.pdf`), shrinkPdf(pdf));
    process.stdout.write(`${relative(root, folder)}/${language}.html and ${language}.pdf\n`);
    // Mails and codes of the next walk are told from those of this one.
    await product.clock.advance(120);
  }
} finally {
  await product.stop();
}
