import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A key as it is shown once, when it is made: `wrf_` keyId `_` 256 random bits. */
export interface NewApiKey {
  readonly keyId: string;
  readonly apiKey: string;
  readonly keyHash: string;
}

/** The prefix lets secret scanners find a key that was left in a repository. */
const prefix = "wrf";

/** How many keys of one client may live at the same time: the old and the new one while the bank changes over. */
export const liveApiKeysPerClient = 2;

export function newApiKey(random: (size: number) => Uint8Array = randomBytes): NewApiKey {
  const keyId = Buffer.from(random(8)).toString("hex");
  const apiKey = `${prefix}_${keyId}_${Buffer.from(random(32)).toString("base64url")}`;
  return { keyId, apiKey, keyHash: hashApiKey(apiKey) };
}

/** SHA-256 of the whole key, hex. A key has 256 bits of its own, so a slow hash would add nothing. */
export function hashApiKey(apiKey: string): string {
  return createHash("sha256").update(apiKey, "utf8").digest("hex");
}

/** Compares two hashes without telling where they differ. */
export function sameHash(left: string, right: string): boolean {
  const a = Buffer.from(left, "hex");
  const b = Buffer.from(right, "hex");
  return a.length === b.length && timingSafeEqual(a, b);
}
