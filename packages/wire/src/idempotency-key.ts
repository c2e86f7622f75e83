/** 1–255 printable ASCII characters. */
export function isIdempotencyKey(key: string): boolean {
  return /^[\x20-\x7e]{1,255}$/.test(key);
}

/**
 * What the header may be, as a regular expression for other people's tools (OpenAPI): the two forms of `readIdempotencyKey`.
 */
export const idempotencyKeyHeaderPattern = String.raw`^(?:"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255}"|[!#-+\--:<-\[\]-~]{1,255})$`;

/**
 * The key in an Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header §2.1): a quoted string (RFC 9651 §3.3.3), or,
 * as many senders do, the key bare: then without space, quote, comma, semicolon and backslash, which would mean something else.
 * null when it is neither, or longer than 255 characters. `"a"` and `a` are the same key.
 */
export function readIdempotencyKey(header: string): string | null {
  const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/.exec(header)?.[1];
  const key = quoted === undefined ? bareKey(header) : quoted.replaceAll(/\\(["\\])/g, "$1");
  return key !== null && isIdempotencyKey(key) ? key : null;
}

/** The key as the header carries it: a quoted string. @throws RangeError when it is no key */
export function idempotencyKeyHeader(key: string): string {
  if (!isIdempotencyKey(key)) throw new RangeError("an idempotency key is 1–255 printable ASCII characters");
  return `"${key.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function bareKey(header: string): string | null {
  return /^[!#-+\--:<-[\]-~]+$/.test(header) ? header : null;
}
