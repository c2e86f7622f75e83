import { base32Decode, base32Encode } from "./base32.ts";
import type { Algorithm, OtpParameters } from "./hotp.ts";

/** A time-based token as other systems write it down. */
export interface OtpauthToken extends OtpParameters {
  readonly key: Uint8Array;
  readonly label: string;
  readonly issuer: string | null;
}

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

const algorithms: Readonly<Record<string, Algorithm>> = { SHA1: "SHA-1", SHA256: "SHA-256", SHA512: "SHA-512" };
const longestUri = 2048;

/**
 * Reads `otpauth://totp/LABEL?secret=…` (Google Authenticator's Key URI format). Missing values have that format's defaults:
 * SHA-1, 6 digits, 30 seconds. The key has 10 to 128 bytes.
 */
export function readOtpauthUri(text: string): OtpauthReading {
  if (text.length > longestUri || !/^otpauth:\/\//i.test(text) || !URL.canParse(text)) return refused("notOtpauth");
  const url = new URL(text);
  if (url.host.toLowerCase() !== "totp") return refused("notTotp");
  const label = decoded(url.pathname.replace(/^\//, ""));
  if (label === null) return refused("badLabel");
  const parameter = (name: string): string | null => {
    const values = url.searchParams.getAll(name);
    return values.length > 1 ? "" : (values[0] ?? null);
  };
  const key = base32Decode((parameter("secret") ?? "").replaceAll(/[ -]/g, "").toUpperCase());
  if (key === null || key.length < 10 || key.length > 128) return refused("badSecret");
  const algorithm = algorithms[(parameter("algorithm") ?? "SHA1").toUpperCase().replace("SHA-", "SHA")];
  if (algorithm === undefined) return refused("badAlgorithm");
  const digits = Number(parameter("digits") ?? "6");
  if (digits !== 6 && digits !== 7 && digits !== 8) return refused("badDigits");
  const period = parameter("period") ?? "30";
  if (!/^[1-9][0-9]{0,3}$/.test(period)) return refused("badPeriod");
  const value = { key, label, issuer: parameter("issuer"), algorithm, digits, periodSeconds: Number(period) } as const;
  return { ok: true, value };
}

/** Writes the same format, every parameter spelled out. */
export function writeOtpauthUri(token: OtpauthToken): string {
  const query = [
    `secret=${base32Encode(token.key).replaceAll("=", "")}`,
    ...(token.issuer === null ? [] : [`issuer=${encodeURIComponent(token.issuer)}`]),
    `algorithm=${token.algorithm.replace("-", "")}`,
    `digits=${token.digits}`,
    `period=${token.periodSeconds}`,
  ];
  return `otpauth://totp/${encodeURIComponent(token.label)}?${query.join("&")}`;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function refused(problem: OtpauthProblem): OtpauthReading {
  return { ok: false, problem };
}
