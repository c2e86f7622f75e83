import type { TokenParameters } from "@warifu/wire/activation";
import type { Protection } from "../storage/stored-token.ts";

/** Makes the token's key (32 bytes) unreadable for every script, ours included, and wipes the bytes. */
export async function makeDeviceKey(
  tokenKey: Uint8Array,
  algorithm: TokenParameters["algorithm"],
): Promise<Protection> {
  const importAs = async (hash: string): Promise<CryptoKey> =>
    await crypto.subtle.importKey("raw", Uint8Array.from(tokenKey), { name: "HMAC", hash }, false, ["sign"]);
  const otpKey = await importAs(algorithm);
  const receiptKey = await importAs("SHA-256");
  tokenKey.fill(0);
  return { kind: "none", otpKey, receiptKey };
}
