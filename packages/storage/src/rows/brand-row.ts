import { logoTypes } from "@warifu/rules";
import type { Brand } from "@warifu/rules";

/** An institution's look as it lies in a table. */
export interface BrandRow {
  readonly accent: string;
  readonly accent_dark: string | null;
  readonly logo_type: string | null;
  readonly logo: Uint8Array | null;
}

export function asBrand(row: BrandRow | undefined): Brand | null {
  if (row === undefined) return null;
  const type = logoTypes.find((known) => known === row.logo_type);
  return {
    accent: row.accent,
    accentDark: row.accent_dark,
    logo: type === undefined || row.logo === null ? null : { type, bytes: Uint8Array.from(row.logo) },
  };
}
