import { isServiceId, isUserId } from "@warifu/otp";
import type { OtpParameters } from "@warifu/otp";

// Version 1 of the key agreement. Both halves must hold exactly the same values, so a change of any of them is a version 2:
// a mismatch looks like a wrong password.

/** The issuance a set-up is about. */
export interface Issuance {
  readonly serviceId: string;
  readonly userId: string;
}

/**
 * Argon2id that fits a small phone: RFC 9106 §4's second recommended option (64 MiB, 3 passes) in the library's own constants,
 * about 0.4 s on a PC. It only slows a search by somebody who already holds the service's opened OPAQUE record and its set-up;
 * online, five tries are the limit.
 */
export const keyStretching = "memory-constrained";

/** Both IDs in their strict grammar: no other text may reach the bound strings below, where a "|" would be a border. */
export function isIssuance({ serviceId, userId }: Issuance): boolean {
  return isServiceId(serviceId) && isUserId(userId);
}

/**
 * Identities of RFC 9807 §4.1. The library has no `context` parameter, so suite and version stand in the server's name:
 * ristretto255-SHA512, 3DH, Argon2id.
 */
export function identities({ serviceId, userId }: Issuance): { client: string; server: string } {
  return { client: `${serviceId}|${userId}`, server: "warifu activation v1|ristretto255-SHA512|3DH|Argon2id" };
}

/** `info` of the HKDF that makes the token's key: everything both sides must have meant. */
export function tokenKeyInfo({ serviceId, userId }: Issuance, parameters: OtpParameters): string {
  const { algorithm, digits, periodSeconds } = parameters;
  return `warifu token v1|${serviceId}|${userId}|${algorithm}|${digits}|${periodSeconds}`;
}

/** The phone asks how its own token stands, at this moment of the service's clock (milliseconds since the Unix epoch). */
export interface StatusStatement extends Issuance {
  readonly madeAtMs: number;
}

/** What the phone signs to ask. Its first words keep it apart from receipts; a code is a MAC over 8 bytes, which no text here is. */
export function statusText({ serviceId, userId, madeAtMs }: StatusStatement): string {
  return `warifu status v1|${serviceId}|${userId}|${madeAtMs}`;
}

/** What the phone signs with the key it has kept. */
export function receiptText({ serviceId, userId }: Issuance): string {
  return `warifu receipt v1|${serviceId}|${userId}`;
}
