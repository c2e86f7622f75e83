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
 * Bytes of a Base32 text, padded or not, capitals only (RFC 4648 §6). null when it is not one: another character, a length no
 * encoder gives, or bits left over that are not zero (§3.5). So one value has one spelling, with or without its padding.
 */
export function base32Decode(text: string): Uint8Array<ArrayBuffer> | null {
  const symbols = withoutPadding(text);
  if (symbols === null) return null;
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
  return (buffer & ((1 << bits) - 1)) === 0 ? bytes : null;
}

function withoutPadding(text: string): string | null {
  let end = text.length;
  while (end > 0 && text[end - 1] === "=") end--;
  const padded = end < text.length;
  if (padded && (text.length % 8 !== 0 || text.length - end > 6)) return null;
  // 1, 3 or 6 symbols in the last group hold no whole number of bytes.
  return [1, 3, 6].includes(end % 8) ? null : text.slice(0, end);
}
