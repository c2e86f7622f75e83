import { createHmac, createSecretKey } from "node:crypto";
import type { Hmac } from "./hotp.ts";

const hashes = { "SHA-1": "sha1", "SHA-256": "sha256", "SHA-512": "sha512" } as const;

/** HMAC of Node's own crypto, for the server. */
export const nodeHmac: Hmac = Object.assign(
  (...[algorithm, key, message]: Parameters<Hmac>) => createHmac(hashes[algorithm], key).update(message).digest(),
  {
    withKey: (...[algorithm, key]: Parameters<NonNullable<Hmac["withKey"]>>) => {
      const secret = createSecretKey(key);
      const name = hashes[algorithm];
      return (message: Uint8Array) => createHmac(name, secret).update(message).digest();
    },
  },
);
