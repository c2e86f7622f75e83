import type { EarlierSecret } from "@warifu/rules";
import type { InstitutionKeys, SealedFor } from "../sealing/institution-keys.ts";

/** The columns of a secret that was replaced, the same in each table that has them (directory-tables.ts). */
export interface EarlierSecretColumns {
  readonly sealed_earlier_secret: Uint8Array | null;
  readonly earlier_secret_ends_at_ms: number | null;
}

export function sealEarlierSecret(
  earlier: EarlierSecret | undefined,
  sealedFor: SealedFor,
  keys: InstitutionKeys,
): EarlierSecretColumns {
  if (earlier === undefined) return { sealed_earlier_secret: null, earlier_secret_ends_at_ms: null };
  return {
    sealed_earlier_secret: keys.sealText(earlier.secret, sealedFor),
    earlier_secret_ends_at_ms: earlier.endsAtMs,
  };
}

/** @throws KeyUnreadable when the secret is damaged */
export function openEarlierSecret(
  { sealed_earlier_secret: sealed, earlier_secret_ends_at_ms: endsAtMs }: EarlierSecretColumns,
  sealedFor: SealedFor,
  keys: InstitutionKeys,
): { readonly earlierSecret?: EarlierSecret } {
  if (sealed === null || endsAtMs === null) return {};
  return { earlierSecret: { secret: keys.openText(sealed, sealedFor), endsAtMs } };
}
