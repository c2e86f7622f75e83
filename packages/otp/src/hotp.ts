import { stepAt } from "./time-step.ts";

/** Hash of the HMAC (RFC 6238 §1.2). */
export type Algorithm = "SHA-1" | "SHA-256" | "SHA-512";

/** What both sides must agree on beside the key. */
export interface OtpParameters {
  readonly algorithm: Algorithm;
  readonly digits: 6 | 7 | 8;
  readonly periodSeconds: number;
}

/** HMAC (RFC 2104) as a parameter, so that this arithmetic runs wherever some HMAC does. A search prepares its key once. */
export type Hmac = (algorithm: Algorithm, key: Uint8Array) => KeyedHmac;

/** HMAC under one key. The message is its sender's again as soon as the MAC is there. */
export type KeyedHmac = (message: Uint8Array) => Uint8Array;

const counterLength = 8;

/**
 * The moving factor as eight bytes, most significant first (RFC 4226 §5.1: C).
 * @throws TypeError when it is no number; RangeError when it is no safe integer from 0 up
 */
export function counterBytes(counter: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(counterLength);
  writeCounter(bytes, counter);
  return bytes;
}

function writeCounter(bytes: Uint8Array, counter: number): void {
  if (typeof counter !== "number") throw new TypeError("A moving factor is a number");
  if (!Number.isSafeInteger(counter) || counter < 0) throw new RangeError("A moving factor is an integer from 0 up");
  // Two halves of 32 bits: a BigInt would be made for each.
  const high = Math.floor(counter / 2 ** 32);
  for (let index = 0; index < 4; index++) {
    bytes[index] = high >>> (24 - 8 * index);
    bytes[index + 4] = counter >>> (24 - 8 * index);
  }
}

const moduli = { 6: 1e6, 7: 1e7, 8: 1e8 } as const;

/**
 * Dynamic truncation of an HMAC to so many decimal digits, leading zeros kept (RFC 4226 §5.3).
 * @throws RangeError when the MAC is shorter than the 20 bytes of SHA-1, or for other than 6, 7 or 8 digits
 */
export function truncate(mac: Uint8Array, digits: 6 | 7 | 8): string {
  return writeCode(truncateToNumber(mac, digits), digits);
}

function truncateToNumber(mac: Uint8Array, digits: 6 | 7 | 8): number {
  if (digits !== 6 && digits !== 7 && digits !== 8) throw new RangeError("A code has 6, 7 or 8 digits");
  return truncateToBits(mac) % moduli[digits];
}

/** The 31 bits of an HMAC of which a code's digits are the last (RFC 4226 §5.3). @throws RangeError as `truncate` */
export function truncateToBits(mac: Uint8Array): number {
  if (mac.length < 20) throw new RangeError("A MAC to truncate has at least 20 bytes");
  // The low four bits of the last byte of whatever hash it is, not of byte 19: RFC 6238 §1.2 changes the hash and nothing else.
  const offset = (mac[mac.length - 1] ?? 0) & 0x0f;
  const byte = (index: number) => mac[offset + index] ?? 0;
  return ((byte(0) & 0x7f) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3);
}

function writeCode(code: number, digits: number): string {
  return String(code).padStart(digits, "0");
}

/**
 * The code of one moving factor (RFC 4226 §5.2).
 * @throws RangeError for an empty key, a moving factor or a number of digits that is out of range
 */
export function hotp(
  hmac: Hmac,
  key: Uint8Array,
  counter: number,
  parameters: Pick<OtpParameters, "algorithm" | "digits">,
): string {
  return writeCode(codesOf(hmac, key, parameters)(counter), parameters.digits);
}

/**
 * The codes of one key, by moving factor, for many of them at once: as numbers, which are compared with a given one many times
 * without being written out.
 * @throws RangeError for an empty key; what it gives throws as `hotp` does
 */
export function codesOf(
  hmac: Hmac,
  key: Uint8Array,
  { algorithm, digits }: Pick<OtpParameters, "algorithm" | "digits">,
): (counter: number) => number {
  // HMAC takes an empty key without a word, and then anybody can compute the codes.
  if (key.length === 0) throw new RangeError("A key is not empty");
  const mac = hmac(algorithm, key);
  const message = new Uint8Array(counterLength);
  return (counter) => {
    writeCounter(message, counter);
    return truncateToNumber(mac(message), digits);
  };
}

/**
 * The code of one moment (RFC 6238 §4.2). `timeMs`: milliseconds since the Unix epoch.
 * @throws RangeError as `stepAt` and `hotp` do
 */
export function totp(hmac: Hmac, key: Uint8Array, timeMs: number, parameters: OtpParameters): string {
  return hotp(hmac, key, stepAt(timeMs, parameters.periodSeconds), parameters);
}
