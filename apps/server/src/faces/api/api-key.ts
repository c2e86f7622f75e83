import { hash, timingSafeEqual } from "node:crypto";

/** SHA-256 of the whole key, hex. A key has 256 random bits of its own, so a slow hash would add nothing. */
export function hashApiKey(apiKey: string): string {
  return hash("sha256", apiKey, "hex");
}

/** Compares two hashes without telling where they differ. */
export function sameHash(left: string, right: string): boolean {
  const a = Buffer.from(left, "hex");
  const b = Buffer.from(right, "hex");
  return a.length === b.length && a.length > 0 && timingSafeEqual(a, b);
}
