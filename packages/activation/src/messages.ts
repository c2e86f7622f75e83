import { isBase64urlOf } from "./base64url.ts";

// Sizes of RFC 9807 §5 and §6 for ristretto255-SHA512 with 3DH, in bytes.

/** Client → server at issuance: one blinded group element. */
export function isRegistrationRequest(text: unknown): text is string {
  return isBase64urlOf(text, 32);
}

/** Service → client at issuance: the evaluated element and the service's public key. */
export function isRegistrationResponse(text: unknown): text is string {
  return isBase64urlOf(text, 64);
}

/** What the service keeps of the activation password: client public key, masking key, envelope. */
export function isRegistrationRecord(text: unknown): text is string {
  return isBase64urlOf(text, 192);
}

/** Phone → service: blinded element, nonce, ephemeral public key. */
export function isKe1(text: unknown): text is string {
  return isBase64urlOf(text, 96);
}

/** Service → phone: evaluated element, masking nonce, masked envelope, nonce, ephemeral public key, MAC. */
export function isKe2(text: unknown): text is string {
  return isBase64urlOf(text, 320);
}

/** Phone → service: MAC. */
export function isKe3(text: unknown): text is string {
  return isBase64urlOf(text, 64);
}

/** Phone → service, ours: HMAC-SHA-256. */
export function isStatusProof(text: unknown): text is string {
  return isBase64urlOf(text, 32);
}

/** Phone → service, ours: HMAC-SHA-256. */
export function isReceipt(text: unknown): text is string {
  return isBase64urlOf(text, 32);
}
