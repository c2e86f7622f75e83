/**
 * What a code was made for. Whoever checks a code says which: a code of one kind never passes for the other, because the keys and what is
 * hashed differ, and the functions that check take one kind alone.
 */
export type CodeFor = Presence | Transaction;

/** That somebody has the token at this moment: the code of the time (RFC 6238). */
export interface Presence {
  readonly kind: "presence";
}

/** That somebody agrees to exactly these data: a code over their digest (RFC 6287), good for nothing else. */
export interface Transaction {
  readonly kind: "transaction";
  /** SHA-256 of the operation, 32 bytes (transaction-digest.ts). */
  readonly digest: Uint8Array;
  readonly suite: TransactionSuite;
}

/** One-way challenge-response of RFC 6287 over a digest in 64 hexadecimal digits, answered in 8, 9 or 10 digits. */
export type TransactionSuite = `OCRA-1:HOTP-SHA256-${8 | 9 | 10}:QH64`;

/** The one there is: no check makes another. */
export const presence: Presence = Object.freeze({ kind: "presence" });

export function isPresence(codeFor: CodeFor): codeFor is Presence {
  // Whoever left it out, where no compiler looked, has said nothing.
  return (codeFor as CodeFor | undefined)?.kind === "presence";
}
