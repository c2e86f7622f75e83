import { createHmac } from "node:crypto";
import type { Hmac } from "./hotp.ts";

/** HMAC of Node's own crypto, for the server. */
export const nodeHmac: Hmac = (algorithm, key, message) =>
  createHmac(algorithm.replace("-", "").toLowerCase(), key).update(message).digest();
