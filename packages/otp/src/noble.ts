import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import type { Hmac } from "./hotp.ts";

const hashes = { "SHA-1": sha1, "SHA-256": sha256, "SHA-512": sha512 } as const;

/** HMAC that runs in any JavaScript, synchronously. */
export const nobleHmac: Hmac = (algorithm, key) => {
  const keyed = hmac.create(hashes[algorithm], key);
  return (message) => keyed.clone().update(message).digest();
};
