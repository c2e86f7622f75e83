import { createHmac, timingSafeEqual } from "node:crypto";
import { attributesOf, attributeTypes } from "./packet.ts";
import type { Packet } from "./packet.ts";

/** Octets of the value. */
export const messageAuthenticatorBytes = 16;

/**
 * Whether a request was written by somebody who holds the shared secret: it carries exactly one Message-Authenticator, and that is
 * HMAC-MD5 over the whole packet with its own 16 octets zero (RFC 3579 §3.2). The rest of RADIUS does not protect a request at
 * all, and its plain MD5 can be forged (CVE-2024-3596).
 */
export function isAuthentic(request: Packet, sharedSecret: string): boolean {
  const [only, ...others] = attributesOf(request, attributeTypes.messageAuthenticator);
  if (only === undefined || others.length > 0 || only.value.length !== messageAuthenticatorBytes) return false;
  const zeroed = Buffer.from(request.bytes).fill(0, only.offset, only.offset + messageAuthenticatorBytes);
  return timingSafeEqual(messageAuthenticator(zeroed, sharedSecret), only.value);
}

/** Of a packet whose own Message-Authenticator is zero and whose authenticator field is the request's. */
export function messageAuthenticator(zeroed: Buffer, sharedSecret: string): Buffer {
  return createHmac("md5", sharedSecret).update(zeroed).digest();
}
