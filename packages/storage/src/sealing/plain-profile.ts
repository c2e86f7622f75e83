import type { CustomerRow } from "./customer-row.ts";
import { sealProfile, signedText } from "./customer-row.ts";
import type { InstitutionKeys } from "./institution-keys.ts";

/** A customer as programs before sealed profiles kept it. */
export interface PlainCustomerRow {
  readonly institution_id: string;
  readonly customer_id: string;
  readonly otp_use: CustomerRow["otp_use"];
  readonly applied_at_ms: number | null;
  readonly revoked_at_ms: number | null;
  readonly issuances_at_ms: string;
  readonly name: string | null;
  readonly name_kana: string | null;
  readonly branch_code: string | null;
  readonly account_number: string | null;
  readonly phone: string | null;
  readonly mac: Uint8Array;
}

export type SealedColumns = Omit<
  CustomerRow,
  "institution_id" | "customer_id" | "otp_use" | "applied_at_ms" | "revoked_at_ms" | "issuances_at_ms"
>;

/** Seals what lay in the clear. A row that was changed from outside stays damaged: it is sealed, and not signed anew. */
export function sealPlainRow(row: PlainCustomerRow, keys: InstitutionKeys): SealedColumns {
  const profile = {
    name: row.name,
    nameKana: row.name_kana,
    branchCode: row.branch_code,
    accountNumber: row.account_number,
    phone: row.phone,
  };
  const sealed = sealProfile(profile, row.customer_id, keys);
  const isGenuine = keys.macFits(row.mac, textSignedThen(row));
  return { ...sealed, mac: isGenuine ? keys.mac(signedText({ ...row, ...sealed })) : row.mac };
}

function textSignedThen(row: PlainCustomerRow): string {
  return JSON.stringify([
    "customer",
    row.institution_id,
    row.customer_id,
    row.otp_use,
    row.applied_at_ms,
    row.revoked_at_ms,
    row.issuances_at_ms,
    row.name,
    row.name_kana,
    row.branch_code,
    row.account_number,
    row.phone,
  ]);
}
