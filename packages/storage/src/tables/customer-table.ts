import type { OtpUse } from "@warifu/rules";
import { bytes, mac, moment, nullable, sealed, text, unsigned } from "./column.ts";
import type { RowOf } from "./column.ts";
import { table } from "./table.ts";

/** A customer, in every store. What they are found by is made from the profile, so it is not signed. */
export const customerTable = table("customer", ["institution_id", "customer_id"], {
  institution_id: text(),
  customer_id: text(),
  otp_use: text<OtpUse>(),
  applied_at_ms: nullable(moment()),
  revoked_at_ms: nullable(moment()),
  /** What `momentsText` writes: when tokens were issued, and when a further issuance was allowed. */
  issuances_at_ms: text(),
  /** JSON array: name, kana, branch code, account number, phone. Null: nothing was noted. */
  sealed_profile: nullable(sealed()),
  branch_hash: unsigned(nullable(bytes())),
  account_hash: unsigned(nullable(bytes())),
  phone_hash: unsigned(nullable(bytes())),
  /** See `kanaTrail`. */
  kana_trail: unsigned(nullable(bytes())),
  mac: mac(),
});

export type CustomerRow = RowOf<(typeof customerTable)["columns"]>;
