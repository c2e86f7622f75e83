import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { shrinkPng } from "./shrink-png.ts";

/** A part of a screen as the guide shows it. */
export interface Picture {
  readonly file: string;
  /** CSS pixels of the screen. */
  readonly width: number;
  readonly height: number;
  /** Numbers that stand at the picture's left edge, at their heights in per cent; the same numbers stand before the instructions. */
  readonly marks: readonly { readonly number: number; readonly top: number }[];
}

export interface Crop {
  /** What lies at the picture's edges; the width is the sheet's (main) or, without one, the window's. */
  readonly from?: Locator;
  readonly to?: Locator;
  readonly marks?: readonly (readonly [number: number, at: Locator])[];
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const air = 20;

/** Takes a cropped picture of a page, without focus ring and caret, and keeps it small. */
export async function takePicture(page: Page, folder: string, name: string, crop: Crop): Promise<Picture> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    scrollTo(0, 0);
    // True of this machine only: no customer of an institution ever reads it.
    for (const note of document.querySelectorAll<HTMLElement>("[data-this-computer-only]")) note.hidden = true;
  });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const sheet = await boxOf(page.locator("main"));
  const whole = await boxOf(page.locator("body"));
  const isPhone = whole.right < 600;
  const [left, right] = isPhone ? [0, whole.right] : [sheet.left, sheet.right];
  const top = crop.from ? (await boxOf(crop.from)).top - air : isPhone ? 0 : sheet.top;
  const bottom = crop.to ? (await boxOf(crop.to)).bottom + air : isPhone ? whole.bottom : sheet.bottom;
  const clip = {
    x: left,
    y: Math.round(top),
    width: Math.round(right - left),
    height: Math.round(bottom) - Math.round(top),
  };
  const png = await page.screenshot({ fullPage: true, clip });
  const file = `${name}.png`;
  writeFileSync(join(folder, file), shrinkPng(png));
  const marks = await Promise.all(
    (crop.marks ?? []).map(async ([number, at]) => {
      const box = await boxOf(at);
      return { number, top: (((box.top + box.bottom) / 2 - clip.y) / clip.height) * 100 };
    }),
  );
  return { file, width: clip.width, height: clip.height, marks };
}

/** Where an element lies on its page, scrolled or not. */
async function boxOf(locator: Locator): Promise<Box> {
  return await locator.first().evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left: left + scrollX, top: top + scrollY, right: right + scrollX, bottom: bottom + scrollY };
  });
}
