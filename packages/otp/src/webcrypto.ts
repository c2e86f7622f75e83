import { counterBytes, truncate } from "./hotp.ts";
import type { OtpParameters } from "./hotp.ts";
import { stepAt } from "./time-step.ts";

/**
 * The code of one moment from a key that cannot be read out: an HMAC `CryptoKey` with usage `sign` (RFC 6238 §4.2).
 * Rejects with a TypeError when the key is made for another hash, which would show wrong codes for ever, and with a RangeError
 * as `totp` does.
 */
export async function totpFromCryptoKey(key: CryptoKey, timeMs: number, parameters: OtpParameters): Promise<string> {
  const { hash } = key.algorithm as { readonly hash?: { readonly name: string } };
  if (hash?.name !== parameters.algorithm) throw new TypeError("The key is not made for the token's algorithm");
  const step = stepAt(timeMs, parameters.periodSeconds);
  const mac = await globalThis.crypto.subtle.sign("HMAC", key, counterBytes(step));
  return truncate(new Uint8Array(mac), parameters.digits);
}
