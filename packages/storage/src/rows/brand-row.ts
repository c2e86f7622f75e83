import { logoTypes } from "@warifu/rules";
import type { Brand } from "@warifu/rules";
import type { brandTable } from "../tables/brand-table.ts";
import type { RowOf } from "../tables/column.ts";

export type BrandRow = RowOf<(typeof brandTable)["columns"]>;

export function asBrand(row: BrandRow | undefined): Brand | null {
  if (row === undefined) return null;
  const type = logoTypes.find((known) => known === row.logo_type);
  return {
    accent: row.accent,
    accentDark: row.accent_dark,
    logo: type === undefined || row.logo === null ? null : { type, bytes: Uint8Array.from(row.logo) },
  };
}
