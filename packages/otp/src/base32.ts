const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Base32 with padding (RFC 4648 §6). */
export function base32Encode(bytes: Uint8Array): string {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((buffer >> bits) & 31);
    }
  }
  if (bits > 0) text += alphabet.charAt((buffer << (5 - bits)) & 31);
  return text.padEnd(Math.ceil(text.length / 8) * 8, "=");
}

/**
 * Bytes of a Base32 text (RFC 4648 §6) as people and other systems write it down: small letters too, groups divided by blanks or
 * hyphens, any padding or none, and bits left over that are not zero, which every reader drops (§3.5). null for any other
 * character, and for a length that no bytes have: a symbol of it is missing.
 */
export function base32Decode(text: string): Uint8Array<ArrayBuffer> | null {
  const symbols = withoutPadding(text.replaceAll(/[\s-]/g, "").replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()));
  // 1, 3 or 6 symbols in the last group hold no whole number of bytes.
  if ([1, 3, 6].includes(symbols.length % 8)) return null;
  const bytes = new Uint8Array(Math.floor((symbols.length * 5) / 8));
  let buffer = 0;
  let bits = 0;
  let filled = 0;
  for (const symbol of symbols) {
    const value = alphabet.indexOf(symbol);
    if (value < 0) return null;
    buffer = ((buffer << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[filled++] = (buffer >> bits) & 0xff;
    }
  }
  return bytes;
}

function withoutPadding(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === "=") end--;
  return text.slice(0, end);
}
