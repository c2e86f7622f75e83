import { receiptFor } from "@warifu/activation/receipt";
import { statusProofFor } from "@warifu/activation/status";
import { totpFromCryptoKey } from "@warifu/otp/webcrypto";
import type { HeldToken } from "./held-tokens.ts";

/** What an unlocked token's keys do for its screens. The keys themselves stay here. */
export interface Signer {
  /** The code of a moment, in milliseconds since the Unix epoch. */
  readonly codeAt: (timeMs: number) => Promise<string>;
  /** Proof for the service that this phone keeps the key (手順3). */
  readonly receipt: () => Promise<string>;
  /** Proof that whoever asks how the token stands holds it; `madeAtMs` by the service's time. */
  readonly statusProof: (madeAtMs: number) => Promise<string>;
}

/** Two keys of the token's one, since a CryptoKey is bound to its hash: one for codes, one (HMAC-SHA-256) for proofs. */
export interface SigningKeys {
  readonly otpKey: CryptoKey;
  readonly receiptKey: CryptoKey;
}

export function makeSigner(
  { institution, userId, parameters }: Pick<HeldToken, "institution" | "userId" | "parameters">,
  { otpKey, receiptKey }: SigningKeys,
): Signer {
  const ids = { serviceId: institution.serviceId, userId };
  return {
    codeAt: async (timeMs) => await totpFromCryptoKey(otpKey, timeMs, parameters),
    receipt: async () => await receiptFor(receiptKey, ids),
    statusProof: async (madeAtMs) => await statusProofFor(receiptKey, { ...ids, madeAtMs }),
  };
}
