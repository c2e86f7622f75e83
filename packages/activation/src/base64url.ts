const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Base64url without padding (RFC 4648 §5), the same in every browser and in Node. */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const triple = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const symbols = Math.min(bytes.length - index, 3) + 1;
    for (let symbol = 0; symbol < symbols; symbol++) text += alphabet[(triple >> (18 - 6 * symbol)) & 63];
  }
  return text;
}

/** The bytes of a base64url text that has passed `isBase64urlOf`. */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let filled = 0;
  for (const symbol of text) {
    buffer = ((buffer << 6) | alphabet.indexOf(symbol)) & 0x3fff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[filled++] = (buffer >> bits) & 0xff;
    }
  }
  return bytes;
}

/** Whether a text is base64url of exactly so many bytes: no padding, no other characters, no bits left over that are not zero. */
export function isBase64urlOf(text: unknown, length: number): text is string {
  if (typeof text !== "string" || text.length !== Math.ceil((length * 4) / 3) || !/^[A-Za-z0-9_-]*$/.test(text))
    return false;
  const spareBits = (text.length * 6) % 8;
  return (alphabet.indexOf(text.at(-1) ?? "A") & ((1 << spareBits) - 1)) === 0;
}
