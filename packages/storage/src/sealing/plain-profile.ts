import type { OtpUse } from "@warifu/rules";
import { json, mac, moment, nullable, text } from "../tables/column.ts";
import type { RowOf } from "../tables/column.ts";
import type { StoredMoments } from "../tables/customer-table.ts";
import { table } from "../tables/table.ts";
import type { CustomerRow } from "./customer-row.ts";
import { sealProfile, signedText } from "./customer-row.ts";
import type { InstitutionKeys } from "./institution-keys.ts";

/** A customer as programs before sealed profiles kept it. */
export const plainCustomerTable = table("customer", ["institution_id", "customer_id"], {
  institution_id: text(),
  customer_id: text(),
  otp_use: text<OtpUse>(),
  applied_at_ms: nullable(moment()),
  revoked_at_ms: nullable(moment()),
  issuances_at_ms: json<StoredMoments>(),
  name: nullable(text()),
  name_kana: nullable(text()),
  branch_code: nullable(text()),
  account_number: nullable(text()),
  phone: nullable(text()),
  mac: mac(),
});

export type PlainCustomerRow = RowOf<(typeof plainCustomerTable)["columns"]>;

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
