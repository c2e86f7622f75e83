import type { OtpUse } from "@warifu/rules";
import { bytes, json, mac, moment, nullable, sealed, text, unsigned } from "./column.ts";
import type { RowOf } from "./column.ts";
import { table } from "./table.ts";

/**
 * The issuances alone; both lists where one more was allowed. So a customer for whom nobody allowed anything, which is nearly everybody,
 * is written and signed as before there was such a thing, and no stored row has to change.
 */
export type StoredMoments =
  | readonly number[]
  | { readonly issued: readonly number[]; readonly allowed: readonly number[] };

/** A customer, in every store. What they are found by is made from the profile, so it is not signed. */
export const customerTable = table("customer", ["institution_id", "customer_id"], {
  institution_id: text(),
  customer_id: text(),
  otp_use: text<OtpUse>(),
  applied_at_ms: nullable(moment()),
  revoked_at_ms: nullable(moment()),
  /** When tokens were issued, and when a further issuance was allowed. */
  issuances_at_ms: json<StoredMoments>(),
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
