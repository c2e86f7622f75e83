import { activationInstitutionSchema, tokenParametersSchema } from "@warifu/wire/activation";
import type { ActivationInstitution, TokenParameters } from "@warifu/wire/activation";

/**
 * How far the token's life is known on this phone. `pendingReceipt`: the key is kept here, the service has not confirmed it yet;
 * `activated`: 手順5 is still to do; `inUse`.
 */
export type StoredTokenState = "pendingReceipt" | "activated" | "inUse";

/**
 * What guards the key on the phone. `none`: two CryptoKeys made of the token's key that no script can read out, one for the codes
 * (with the token's algorithm), one for receipts (always HMAC-SHA-256). An app PIN will be a further kind with the key wrapped.
 */
export interface Protection {
  readonly kind: "none";
  readonly otpKey: CryptoKey;
  readonly receiptKey: CryptoKey;
}

/** One token as it lies in IndexedDB, store `tokens`, keyed by `id`. The lowest `order` stands first in the customer's list. */
export interface StoredToken {
  /** Grows with the shape of this record. */
  readonly format: 1;
  /** Random; means something on this phone only. */
  readonly id: string;
  readonly order: number;
  /** The customer's own name for it, if any. */
  readonly name: string | null;
  readonly institution: ActivationInstitution;
  readonly userId: string;
  readonly parameters: TokenParameters;
  readonly protection: Protection;
  readonly state: StoredTokenState;
  readonly createdAtMs: number;
}

const states: readonly unknown[] = ["pendingReceipt", "activated", "inUse"] satisfies StoredTokenState[];

/** Reads a record back strictly; undefined for one that is damaged, or written by a newer version of the app. */
export function readStoredToken(record: unknown): StoredToken | undefined {
  if (typeof record !== "object" || record === null) return undefined;
  const token = record as Record<keyof StoredToken, unknown>;
  const institution = activationInstitutionSchema.safeParse(token.institution);
  const parameters = tokenParametersSchema.safeParse(token.parameters);
  const isSound =
    token.format === 1 &&
    typeof token.id === "string" &&
    typeof token.order === "number" &&
    (token.name === null || typeof token.name === "string") &&
    typeof token.userId === "string" &&
    typeof token.createdAtMs === "number" &&
    states.includes(token.state) &&
    institution.success &&
    parameters.success &&
    isProtection(token.protection);
  return isSound ? (record as StoredToken) : undefined;
}

function isProtection(value: unknown): value is Protection {
  if (typeof value !== "object" || value === null) return false;
  const { kind, otpKey, receiptKey } = value as Record<keyof Protection, unknown>;
  return kind === "none" && isSigningKey(otpKey) && isSigningKey(receiptKey);
}

/** A key that could be read out is no key of ours. */
function isSigningKey(value: unknown): value is CryptoKey {
  return value instanceof CryptoKey && !value.extractable && value.usages.includes("sign");
}
