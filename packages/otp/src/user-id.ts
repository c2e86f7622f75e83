/** Crockford's Base32: no I, L, O, U, so that nothing read aloud or by eye is taken for something else. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** ISO 7064 MOD 37,36 counts in these. Its check character may be any of them, also I, L, O and U. */
const checkAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const randomCharacters = 15;

/** サービスID: 8 ASCII digits. */
export function isServiceId(text: unknown): text is string {
  return typeof text === "string" && /^[0-9]{8}$/.test(text) && text.length === 8;
}

/** お客様番号 of the institution: its own opaque key, 1–64 of A–Z a–z 0–9 . _ - */
export function isCustomerId(text: unknown): text is string {
  return typeof text === "string" && text.length <= 64 && /^[A-Za-z0-9._-]+$/.test(text) && !text.endsWith("\n");
}

/**
 * A new ユーザID of 16 characters: 15 random ones (75 bits) and the check character.
 * `random`: at least 10 bytes from a cryptographic source. @throws RangeError when there are fewer
 */
export function makeUserId(random: Uint8Array): string {
  if (random.length < 10) throw new RangeError("A user ID needs at least 10 random bytes");
  let bits = 0n;
  for (const byte of random.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte);
  let characters = "";
  for (let index = 0; index < randomCharacters; index++) {
    characters += alphabet[Number((bits >> BigInt(5 * index)) & 31n)];
  }
  return characters + userIdCheckCharacter(characters);
}

/** The check character of ISO/IEC 7064 MOD 37,36 over 15 characters. @throws RangeError for anything else */
export function userIdCheckCharacter(first15: string): string {
  let product = 36;
  for (const character of first15) {
    const value = checkAlphabet.indexOf(character);
    if (value < 0 || first15.length !== randomCharacters)
      throw new RangeError("15 characters of 0–9 and A–Z are needed");
    let sum = (product + value) % 36;
    if (sum === 0) sum = 36;
    product = (sum * 2) % 37;
  }
  return checkAlphabet[(37 - product) % 36] ?? "";
}

/** ユーザID: 15 of Crockford's Base32 in capitals and a check character that fits. */
export function isUserId(text: unknown): text is string {
  if (typeof text !== "string" || text.length !== randomCharacters + 1) return false;
  const first15 = text.slice(0, randomCharacters);
  return (
    [...first15].every((character) => alphabet.includes(character)) && userIdCheckCharacter(first15) === text.at(-1)
  );
}

/** 1012-1234, as the screens show it. */
export function groupServiceId(serviceId: string): string {
  return inFours(serviceId);
}

/** 1234-5678-9012-3ABC, as the screens show it. */
export function groupUserId(userId: string): string {
  return inFours(userId);
}

function inFours(text: string): string {
  return (text.match(/.{1,4}/g) ?? []).join("-");
}
