import type { Customer, CustomerProfile } from "@warifu/rules";
import { noProfile } from "@warifu/rules";
import type { InstitutionKeys, SealedFor } from "./institution-keys.ts";
import { RowDamaged } from "./row-damaged.ts";
import type { CustomerRow, StoredMoments } from "../tables/customer-table.ts";
import { fromJson, toJson } from "../tables/json.ts";
import type { Json } from "../tables/json.ts";
import { noSearchColumns, searchColumnsOf } from "./search-hashes.ts";
import type { SearchColumns } from "./search-hashes.ts";

export type { CustomerRow } from "../tables/customer-table.ts";

export function signCustomer(customer: Customer, keys: InstitutionKeys): CustomerRow {
  const unsigned = {
    institution_id: customer.institutionId,
    customer_id: customer.customerId,
    otp_use: customer.use,
    applied_at_ms: customer.appliedAtMs,
    revoked_at_ms: customer.revokedAtMs,
    issuances_at_ms: momentsText(customer),
    ...sealProfile(customer.profile, customer.customerId, keys),
  };
  return { ...unsigned, mac: keys.mac(signedText(unsigned)) };
}

/** @throws RowDamaged when the row is not as it was written */
export function checkCustomer(row: CustomerRow, keys: InstitutionKeys): Customer {
  if (!keys.macFits(row.mac, signedText(row))) throw new RowDamaged("A customer's row was changed from outside.");
  return {
    institutionId: row.institution_id,
    customerId: row.customer_id,
    use: row.otp_use,
    appliedAtMs: row.applied_at_ms,
    revokedAtMs: row.revoked_at_ms,
    profile: openProfile(row, keys),
    ...momentsOf(row.issuances_at_ms),
  };
}

type Moments = Pick<Customer, "issuancesAtMs" | "extraIssuancesAtMs">;

function momentsText({ issuancesAtMs, extraIssuancesAtMs }: Moments): Json<StoredMoments> {
  if (extraIssuancesAtMs.length === 0) return toJson<StoredMoments>(issuancesAtMs);
  return toJson<StoredMoments>({ issued: issuancesAtMs, allowed: extraIssuancesAtMs });
}

function momentsOf(text: Json<StoredMoments>): Moments {
  const moments = fromJson(text);
  if ("issued" in moments) return { issuancesAtMs: moments.issued, extraIssuancesAtMs: moments.allowed };
  return { issuancesAtMs: moments, extraIssuancesAtMs: [] };
}

/** Null: nobody knows them. @throws RowDamaged like checkCustomer, and when tokens are left of a customer who is not */
export function openCustomer(row: CustomerRow | undefined, hasTokens: boolean, keys: InstitutionKeys): Customer | null {
  if (row !== undefined) return checkCustomer(row, keys);
  if (hasTokens) throw new RowDamaged("A customer's row was removed from outside.");
  return null;
}

export function sealProfile(
  profile: CustomerProfile,
  customerId: string,
  keys: InstitutionKeys,
): Pick<CustomerRow, "sealed_profile" | keyof SearchColumns> {
  const { name, nameKana, branchCode, accountNumber, phone } = profile;
  const noted = [name, nameKana, branchCode, accountNumber, phone];
  if (noted.every((text) => text === null)) return { sealed_profile: null, ...noSearchColumns };
  return {
    sealed_profile: keys.sealText(JSON.stringify(noted), profileOf(customerId)),
    ...searchColumnsOf(profile, keys),
  };
}

function openProfile(row: Pick<CustomerRow, "customer_id" | "sealed_profile">, keys: InstitutionKeys): CustomerProfile {
  if (row.sealed_profile === null) return noProfile;
  const noted = JSON.parse(keys.openText(row.sealed_profile, profileOf(row.customer_id))) as (string | null)[];
  const [name = null, nameKana = null, branchCode = null, accountNumber = null, phone = null] = noted;
  return { name, nameKana, branchCode, accountNumber, phone };
}

const profileOf = (customerId: string): SealedFor => ({ subject: customerId, purpose: "customer profile" });

/** The five nulls are what stood there when profiles lay in the clear: rows without one stay as they were signed then. */
export function signedText(row: Omit<CustomerRow, "mac" | keyof SearchColumns>): string {
  const { sealed_profile: sealed } = row;
  return JSON.stringify([
    "customer",
    row.institution_id,
    row.customer_id,
    row.otp_use,
    row.applied_at_ms,
    row.revoked_at_ms,
    row.issuances_at_ms,
    null,
    null,
    null,
    null,
    null,
    ...(sealed === null ? [] : [Buffer.from(sealed).toString("base64")]),
  ]);
}
