import { hash } from "node:crypto";
import { asStep, hotp, userIdCheckCharacter } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { keyOf, mobileEmailOf, noProfile, noStep } from "@warifu/rules";
import type { Customer, Token, TokenId } from "@warifu/rules";

/**
 * A made-up population: everything about customer and token comes from the token's number, so that the load generator knows
 * every code without reading the database. Keys are as random to an attacker as `npm run bench` is secret: not at all.
 */
const keySeed = "warifu bench token key ";

export const digits = 8;
export const periodSeconds = 60;

/** In order of the numbers, as an institution that numbers its customers would have them. */
export function customerIdOf(number: number): string {
  return `c${String(number).padStart(9, "0")}`;
}

/** 32 bytes. */
export function tokenKeyOf(number: number): Uint8Array {
  return hash("sha256", keySeed + number, "buffer");
}

/** The code that the token's phone shows in a time step. */
export function codeOf(key: Uint8Array, step: number): string {
  return hotp(nodeHmac, key, asStep(step), { algorithm: "SHA-256", digits });
}

/** A customer whose token was issued by this service: 手順1 to 5 done, no code seen since. */
export function customerOf(number: number, institutionId: string, atMs: number): Customer {
  return {
    institutionId,
    customerId: customerIdOf(number),
    use: "applied",
    appliedAtMs: atMs,
    revokedAtMs: null,
    profile: noProfile,
    issuancesAtMs: [atMs],
    extraIssuancesAtMs: [],
  };
}

export function tokenOf(number: number, atMs: number): Token {
  const first15 = String(number).padStart(15, "0");
  return {
    // The form of a UUIDv7 (RFC 9562 §5.7), rising like those made one after the other.
    tokenId: `0193${first15.slice(7, 11)}-${first15.slice(11)}-7000-8000-${first15.slice(3)}` as TokenId,
    userId: first15 + userIdCheckCharacter(first15),
    life: "inUse",
    algorithm: "SHA-256",
    digits,
    periodSeconds,
    issuedAtMs: atMs,
    expiresAtMs: atMs + 86_400_000,
    activatedAtMs: atMs,
    confirmedAtMs: atMs,
    endedAtMs: null,
    mobileEmail: mobileEmailOf(`c${number}@mobile.example.jp`),
    mailSentAtMs: atMs,
    mailResends: 0,
    locale: "ja",
    registrationRecord: null,
    activationTriesLeft: 5,
    key: keyOf(tokenKeyOf(number)),
    lastStep: noStep,
    driftSteps: 0,
    wrongInARow: 0,
    pausesInARow: 0,
    wrongSinceConfirm: 0,
    replaysInARow: 0,
    pausedUntilMs: null,
    lockedAtMs: null,
    suspendedAtMs: null,
    replacesTokenId: null,
  };
}
