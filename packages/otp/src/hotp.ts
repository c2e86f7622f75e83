import { stepAt } from "./time-step.ts";
import type { Step } from "./time-step.ts";

/** Hash of the HMAC (RFC 6238 §1.2). */
export type Algorithm = "SHA-1" | "SHA-256" | "SHA-512";

export interface OtpParameters {
  readonly algorithm: Algorithm;
  readonly digits: 6 | 7 | 8;
  readonly periodSeconds: number;
}

/** HMAC (RFC 2104) as a parameter, so that this arithmetic runs wherever some HMAC does. */
export type Hmac = (algorithm: Algorithm, key: Uint8Array, message: Uint8Array) => Uint8Array;

/** The moving factor as eight bytes, most significant first (RFC 4226 §5.1: C). */
export function counterBytes(counter: number): Uint8Array<ArrayBuffer> {
  if (!Number.isSafeInteger(counter) || counter < 0) throw new RangeError("A counter is a safe integer, 0 or more");
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(counter));
  return bytes;
}

/** Dynamic truncation of an HMAC to so many decimal digits, leading zeros kept (RFC 4226 §5.3). */
export function truncate(mac: Uint8Array, digits: 6 | 7 | 8): string {
  if (mac.length < 20) throw new RangeError("A MAC to truncate has at least 20 bytes");
  if (digits !== 6 && digits !== 7 && digits !== 8) throw new RangeError("A code has 6, 7 or 8 digits");
  const offset = (mac[mac.length - 1] ?? 0) & 0x0f;
  const binary = new DataView(mac.buffer, mac.byteOffset, mac.byteLength).getUint32(offset) & 0x7fffffff;
  return String(binary % 10 ** digits).padStart(digits, "0");
}

/** The code of one counter value (RFC 4226 §5.2). */
export function hotp(
  hmac: Hmac,
  key: Uint8Array,
  counter: number,
  { algorithm, digits }: Pick<OtpParameters, "algorithm" | "digits">,
): string {
  return truncate(hmac(algorithm, key, counterBytes(counter)), digits);
}

/** The code of one moment (RFC 6238 §4.2). `timeMs`: milliseconds since the Unix epoch. */
export function totp(hmac: Hmac, key: Uint8Array, timeMs: number, parameters: OtpParameters): string {
  const step: Step = stepAt(timeMs, parameters.periodSeconds);
  return hotp(hmac, key, step, parameters);
}
