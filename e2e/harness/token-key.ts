import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { eventually } from "./patience.ts";

/** Notes the bytes of the token's key when the app makes it unreadable: nobody can ask for them afterwards. Call before the set-up. */
export async function noteTokenKey(page: Page): Promise<() => Promise<Buffer>> {
  let key: Buffer | undefined;
  await page.exposeFunction("noteTokenKey", (hex: string) => {
    key = Buffer.from(hex, "hex");
  });
  await page.addInitScript(() => {
    const { subtle } = crypto;
    const importKey = subtle.importKey.bind(subtle) as (...args: unknown[]) => Promise<CryptoKey>;
    Object.defineProperty(subtle, "importKey", {
      value: (...args: unknown[]) => {
        const [format, bytes, algorithm] = args;
        const isHmac = typeof algorithm === "object" && algorithm !== null && "hash" in algorithm;
        if (format === "raw" && isHmac && ArrayBuffer.isView(bytes) && bytes.byteLength === 32) {
          const copy = new Uint8Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + 32));
          const hex = [...copy].map((byte) => byte.toString(16).padStart(2, "0")).join("");
          void (globalThis as unknown as { noteTokenKey(hex: string): Promise<void> }).noteTokenKey(hex);
        }
        return importKey(...args);
      },
    });
  });
  return () => eventually("the app makes the token's key", () => Promise.resolve(key));
}

/** The code by somebody else's arithmetic. */
export function independentCode(key: Buffer, timeMs: number): string {
  const secret = new Secret({ buffer: new Uint8Array(key).buffer });
  return new TOTP({ secret, algorithm: "SHA256", digits: 8, period: 60 }).generate({ timestamp: timeMs });
}
