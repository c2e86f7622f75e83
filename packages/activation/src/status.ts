import { encodeBase64url } from "./base64url.ts";
import { statusText } from "./protocol.ts";
import type { StatusStatement } from "./protocol.ts";

// The phone's question about its own token. Apart from phone.ts, which brings the whole key agreement along: this is asked each
// time the app is opened.

/**
 * Proof that whoever asks holds the token's key: HMAC-SHA-256 under it over the statement, base64url. `key`: as it lies in storage,
 * non-extractable. The statement names its moment, and the service takes it for a short time only.
 */
export async function statusProofFor(key: CryptoKey, statement: StatusStatement): Promise<string> {
  const text = new TextEncoder().encode(statusText(statement));
  return encodeBase64url(new Uint8Array(await globalThis.crypto.subtle.sign("HMAC", key, text)));
}
