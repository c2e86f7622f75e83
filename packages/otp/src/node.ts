import { createHmac } from "node:crypto";
import type { Hmac } from "./hotp.ts";

const hashes = { "SHA-1": "sha1", "SHA-256": "sha256", "SHA-512": "sha512" } as const;

/** HMAC of Node's own crypto, for the server. */
export const nodeHmac: Hmac = (algorithm, key, message) => createHmac(hashes[algorithm], key).update(message).digest();
