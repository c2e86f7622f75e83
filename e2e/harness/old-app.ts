import type { Page } from "playwright-core";
import { demo } from "./journey.ts";

/** A token as the app kept it before it had a list: these values, this shape. */
export interface OldToken {
  readonly id: string;
  readonly order: number;
  readonly userId: string;
  readonly nameJa: string;
  readonly serviceId: string;
  /** Every byte of the key. */
  readonly keyByte: number;
}

/**
 * Leaves the database of an app that was set up before: version 1, written by hand and not by the app's own code, so that a change
 * of that cannot change both. The page must not have been at the app yet.
 */
export async function leaveOldDatabase(page: Page, tokens: readonly OldToken[]): Promise<void> {
  // A file of the app's origin that starts nothing.
  await page.goto(`${demo.token.url}/manifest.ja.webmanifest`);
  await page.evaluate(async (records) => {
    const request = indexedDB.open("warifu", 1);
    request.addEventListener("upgradeneeded", () => {
      request.result.createObjectStore("tokens", { keyPath: "id" });
      request.result.createObjectStore("settings", { keyPath: "name" });
      request.result.createObjectStore("probe", { keyPath: "id" });
    });
    await new Promise((resolve) => request.addEventListener("success", resolve));
    const written = await Promise.all(
      records.map(async ({ id, order, userId, nameJa, serviceId, keyByte }) => {
        const key = await crypto.subtle.importKey(
          "raw",
          new Uint8Array(32).fill(keyByte),
          { name: "HMAC", hash: "SHA-256" },
          false,
          ["sign"],
        );
        return {
          format: 1,
          id,
          order,
          name: null,
          institution: {
            serviceId,
            nameJa,
            nameEn: `Institution ${serviceId}`,
            supportPhone: "0120-000-456",
            supportHoursJa: "平日9時〜17時",
            supportHoursEn: "weekdays 9:00–17:00",
            browserTab: true,
          },
          userId,
          parameters: { algorithm: "SHA-256", digits: 8, periodSeconds: 60 },
          protection: { kind: "none", otpKey: key, receiptKey: key },
          state: "inUse",
          createdAtMs: 1_795_953_600_000,
        };
      }),
    );
    const transaction = request.result.transaction("tokens", "readwrite");
    for (const record of written) transaction.objectStore("tokens").put(record);
    await new Promise((resolve) => transaction.addEventListener("complete", resolve));
    request.result.close();
  }, tokens);
}
