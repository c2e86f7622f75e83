import { base32Decode, base32Encode } from "./base32.ts";
import type { Algorithm, OtpParameters } from "./hotp.ts";

/** A time-based token as other systems write it down. */
export interface OtpauthToken extends OtpParameters {
  /** 10 to 128 bytes. */
  readonly key: Uint8Array;
  /** What the app shows, often "issuer:account". */
  readonly label: string;
  readonly issuer: string | null;
}

/** What is wrong with a URI. `badLabel` stands for the issuer too: both are only shown. */
export type OtpauthProblem =
  | "notOtpauth"
  | "notTotp"
  | "badSecret"
  | "badAlgorithm"
  | "badDigits"
  | "badPeriod"
  | "badLabel";

export type OtpauthReading =
  | { readonly ok: true; readonly value: OtpauthToken }
  | { readonly ok: false; readonly problem: OtpauthProblem };

const longestUri = 2048;
const fewestKeyBytes = 10;
const mostKeyBytes = 128;

const algorithms: ReadonlyMap<string, Algorithm> = new Map([
  ["SHA1", "SHA-1"],
  ["SHA256", "SHA-256"],
  ["SHA512", "SHA-512"],
]);
const lengths: ReadonlyMap<string, 6 | 7 | 8> = new Map([
  ["6", 6],
  ["7", 7],
  ["8", 8],
]);

// Taken apart by hand: URL drops tabs and line feeds without a word, and browsers disagree about hosts of unknown schemes.
const anatomy = /^otpauth:\/\/([^/?#]*)\/?([^?#]*)(?:\?([^#]*))?$/i;

/**
 * Reads `otpauth://totp/LABEL?secret=…` (Google Authenticator's "Key Uri Format"). Missing values have that format's defaults:
 * SHA-1, 6 digits, 30 seconds. A secret may be written in small letters and groups; unknown parameters (image, color …) are
 * passed over; a known one given twice is refused, because two readers could choose differently. Never throws.
 */
export function readOtpauthUri(text: string): OtpauthReading {
  if (typeof text !== "string" || text.length > longestUri || hasControl(text)) return refused("notOtpauth");
  const parts = anatomy.exec(text);
  if (!parts) return refused("notOtpauth");
  const [, type = "", path = "", query = ""] = parts;
  if (type.toLowerCase() !== "totp") return refused("notTotp");

  const parameters = new URLSearchParams(query);
  const key = readKey(single(parameters, "secret"));
  if (key === null) return refused("badSecret");
  const algorithm = algorithms.get(readAlgorithmName(single(parameters, "algorithm") ?? "SHA1"));
  if (algorithm === undefined) return refused("badAlgorithm");
  const digits = lengths.get(single(parameters, "digits") ?? "6");
  if (digits === undefined) return refused("badDigits");
  const period = single(parameters, "period") ?? "30";
  if (!/^[1-9][0-9]{0,3}$/.test(period)) return refused("badPeriod");
  const label = decoded(path);
  const issuer = single(parameters, "issuer");
  if (label === null || hasControl(label) || hasControl(issuer ?? "")) return refused("badLabel");
  return { ok: true, value: { key, label, issuer, algorithm, digits, periodSeconds: Number(period) } };
}

/**
 * Writes the same format, every parameter spelled out; `readOtpauthUri` gives the same token again.
 * @throws RangeError when the token is none that could be read again
 */
export function writeOtpauthUri(token: OtpauthToken): string {
  const { key, label, issuer, algorithm, digits, periodSeconds } = token;
  const query = [
    `secret=${base32Encode(key).replaceAll("=", "")}`,
    ...(issuer === null ? [] : [`issuer=${encodeURIComponent(issuer.toWellFormed())}`]),
    `algorithm=${algorithm.replace("-", "")}`,
    `digits=${digits}`,
    `period=${periodSeconds}`,
  ];
  const uri = `otpauth://totp/${encodeURIComponent(label.toWellFormed())}?${query.join("&")}`;
  const reading = readOtpauthUri(uri);
  // The problem's name and nothing else: the URI holds the key.
  if (!reading.ok) throw new RangeError(`No otpauth URI can say this token: ${reading.problem}`);
  return uri;
}

/** null: not given. A control character: given twice, which no grammar below accepts. */
function single(parameters: URLSearchParams, name: string): string | null {
  const values = parameters.getAll(name);
  return values.length > 1 ? "\u0000" : (values[0] ?? null);
}

function readKey(secret: string | null): Uint8Array | null {
  const symbols = (secret ?? "").replaceAll(/[ -]/g, "").replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
  const key = base32Decode(symbols);
  return key !== null && key.length >= fewestKeyBytes && key.length <= mostKeyBytes ? key : null;
}

/** SHA1, sha1 and SHA-1 are all met with. */
function readAlgorithmName(name: string): string {
  return /^[A-Za-z0-9-]*$/.test(name) ? name.toUpperCase().replace(/^SHA-/, "SHA") : "";
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Control characters, and the two that end a line: what is shown to people and written to files must stay one line. */
function hasControl(text: string): boolean {
  return /[\p{Control}\u2028\u2029]/u.test(text);
}

function refused(problem: OtpauthProblem): OtpauthReading {
  return { ok: false, problem };
}
