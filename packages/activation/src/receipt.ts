import { encodeBase64url } from "./base64url.ts";
import { receiptText } from "./protocol.ts";
import type { Issuance } from "./protocol.ts";

// Apart from phone.ts, which brings the whole key agreement along: an interrupted set-up ends with a receipt alone.

/**
 * Proof that the phone has kept the token's key: HMAC-SHA-256 under it over the issuance, base64url. Pass the key as it lies in
 * storage, non-extractable, so that the proof is of the kept key and not of the one in memory; bytes are for whoever has no
 * such storage.
 */
export async function receiptFor(tokenKey: CryptoKey | Uint8Array, issuance: Issuance): Promise<string> {
  const { subtle } = globalThis.crypto;
  const key = tokenKey instanceof Uint8Array ? await importBytes(tokenKey) : tokenKey;
  const text = new TextEncoder().encode(receiptText(issuance));
  return encodeBase64url(new Uint8Array(await subtle.sign("HMAC", key, text)));
}

function importBytes(bytes: Uint8Array): Promise<CryptoKey> {
  const own = new Uint8Array(bytes);
  return globalThis.crypto.subtle.importKey("raw", own, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}
