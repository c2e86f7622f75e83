import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { clock, closeWindows, demo, openPc } from "../harness/journey.ts";
import { warifuCommand } from "../harness/warifu-command.ts";
import { guideWords } from "./words.ts";
import type { InstitutionFacts } from "./institution-facts.ts";
import { inline } from "./markup.ts";
import { shrinkPng } from "./shrink-png.ts";

afterEach(closeWindows);

const folder = join(import.meta.dirname, "../../docs/guide");

/** Every text of the guide, however deep; functions and the month of its making are left out. */
function textsOf(words: unknown): string[] {
  if (typeof words === "string") return [words];
  if (typeof words !== "object" || words === null) return [];
  return Object.entries(words).flatMap(([name, value]) =>
    name === "edition" || name === "where" ? [] : textsOf(value),
  );
}

describe("the customer's guide in docs/guide", () => {
  for (const language of ["ja", "en"] as const) {
    it(`says what the running system's institution decided, in today's words (${language}; npm run guide makes it anew)`, async () => {
      const shown = await warifuCommand("institution", "show", "--service-id", "10121234");
      const mailFrom = demo.warifu.env["WARIFU_MAIL_FROM"] ?? "";
      const facts = { ...shown, senderDomain: mailFrom.split("@")[1] } as unknown as InstitutionFacts;
      const html = readFileSync(join(folder, `${language}.html`), "utf8");
      const missing = textsOf(guideWords(language, facts, clock.nowMs())).filter(
        (text) => !html.includes(inline(text)),
      );
      expect(missing).toEqual([]);
      expect(html).toContain(`@${facts.senderDomain}`);
      expect(html).toContain(facts.texts.supportPhone);
    });
  }

  it("has pictures with a palette that shows what the screen showed", async () => {
    const { page } = await openPc();
    await page.setContent("<h1 style='color:#0017c1'>割符</h1><p style='color:#ec0000'>必須</p>");
    const png = await page.screenshot({ clip: { x: 0, y: 0, width: 120, height: 90 } });
    const difference = await page.evaluate(
      async (pictures) => {
        const [before, after] = await Promise.all(
          pictures.map(async (base64) => {
            const image = new Image();
            image.src = `data:image/png;base64,${base64}`;
            await image.decode();
            const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
            canvas?.drawImage(image, 0, 0);
            return canvas?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
          }),
        );
        return Math.max(...[...(before ?? [])].map((sample, at) => Math.abs(sample - (after?.[at] ?? 999))));
      },
      [png, shrinkPng(png)].map((picture) => picture.toString("base64")),
    );
    expect(difference).toBeLessThan(40);
  });
});
