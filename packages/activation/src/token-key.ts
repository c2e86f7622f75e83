import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { OtpParameters } from "@warifu/otp";
import { decodeBase64url } from "./base64url.ts";
import { tokenKeyInfo } from "./protocol.ts";
import type { Issuance } from "./protocol.ts";

/** The three messages of one exchange, base64url. */
export interface Transcript {
  readonly ke1: string;
  readonly ke2: string;
  readonly ke3: string;
}

/**
 * The token's key, 32 bytes: HKDF-SHA-256 (RFC 5869) of OPAQUE's session key, salted with the hash of the whole conversation and
 * bound to the issuance and its parameters. Two sides that saw or meant different things get different keys.
 */
export function deriveTokenKey(
  sessionKey: string,
  { ke1, ke2, ke3 }: Transcript,
  issuance: Issuance,
  parameters: OtpParameters,
): Uint8Array<ArrayBuffer> {
  const salt = sha256(concatBytes(decodeBase64url(ke1), decodeBase64url(ke2), decodeBase64url(ke3)));
  const key = hkdf(sha256, decodeBase64url(sessionKey), salt, utf8ToBytes(tokenKeyInfo(issuance, parameters)), 32);
  return new Uint8Array(key);
}
