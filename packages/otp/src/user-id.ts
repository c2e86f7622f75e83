import { checkCharacter } from "./check-character.ts";
import { inFours } from "./in-fours.ts";

/** Crockford's Base32: no I, L, O, U, so that nothing read aloud or by eye is taken for something else. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const first15Grammar = /^[0-9A-HJKMNP-TV-Z]{15}$/;

/** 15 characters of 5 bits need 75 bits. */
const fewestRandomBytes = 10;

/**
 * A new ユーザID of 16 characters: 15 random ones (75 bits) and the check character.
 * `random`: at least 10 bytes from a cryptographic source; what is more is not used.
 * @throws TypeError when these are no bytes; RangeError when there are fewer
 */
export function makeUserId(random: Uint8Array): string {
  if (!(random instanceof Uint8Array)) throw new TypeError("Random bytes are a Uint8Array");
  if (random.length < fewestRandomBytes) throw new RangeError("A user ID needs at least 10 random bytes");
  let bits = 0n;
  for (const byte of random.subarray(0, fewestRandomBytes)) bits = (bits << 8n) | BigInt(byte);
  let first15 = "";
  for (let index = 0; index < 15; index++) first15 += alphabet.charAt(Number((bits >> BigInt(5 * index)) & 31n));
  return first15 + userIdCheckCharacter(first15);
}

/**
 * The check character (ISO/IEC 7064 MOD 37,36) of a user ID's first 15. It may be any of 0–9 and A–Z, also I, L, O and U.
 * @throws RangeError for anything but 15 characters of 0–9 and A–Z
 */
export function userIdCheckCharacter(first15: string): string {
  if (first15.length !== 15) throw new RangeError("A user ID's check character is made over 15 characters");
  return checkCharacter(first15);
}

/**
 * ユーザID: 15 of Crockford's Base32 in capitals and a check character that fits. The manual's sample, 1234567890123ABC, is a
 * picture and none.
 */
export function isUserId(text: unknown): text is string {
  if (typeof text !== "string" || text.length !== 16) return false;
  const first15 = text.slice(0, 15);
  return first15Grammar.test(first15) && userIdCheckCharacter(first15) === text.charAt(15);
}

/** 1234-5678-9012-3ABC, as the screens show it. */
export function groupUserId(userId: string): string {
  return inFours(userId);
}
