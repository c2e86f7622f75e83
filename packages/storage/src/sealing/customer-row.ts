import type { Customer } from "@warifu/rules";
import { kanaForm, phoneForm } from "../search-forms.ts";
import type { InstitutionKeys } from "./institution-keys.ts";
import { RowDamaged } from "./row-damaged.ts";

/** A customer as every database keeps it. */
export interface CustomerRow {
  institution_id: string;
  customer_id: string;
  otp_use: string;
  applied_at_ms: number | null;
  revoked_at_ms: number | null;
  /** What `momentsText` writes: when tokens were issued, and when a further issuance was allowed. */
  issuances_at_ms: string;
  name: string | null;
  name_kana: string | null;
  branch_code: string | null;
  account_number: string | null;
  phone: string | null;
  /** Comparable forms for finding the customer again; made from the columns above, so not signed. */
  kana_form: string | null;
  phone_form: string | null;
  mac: Uint8Array;
}

export function signCustomer(customer: Customer, keys: InstitutionKeys): CustomerRow {
  const { name, nameKana, branchCode, accountNumber, phone } = customer.profile;
  const unsigned = {
    institution_id: customer.institutionId,
    customer_id: customer.customerId,
    otp_use: customer.use,
    applied_at_ms: customer.appliedAtMs,
    revoked_at_ms: customer.revokedAtMs,
    issuances_at_ms: momentsText(customer),
    name,
    name_kana: nameKana,
    branch_code: branchCode,
    account_number: accountNumber,
    phone,
    kana_form: nameKana === null ? null : kanaForm(nameKana),
    phone_form: phone === null ? null : phoneForm(phone),
  };
  return { ...unsigned, mac: keys.mac(signedText(unsigned)) };
}

/** @throws RowDamaged when the row is not as it was written */
export function checkCustomer(row: CustomerRow, keys: InstitutionKeys): Customer {
  if (!keys.macFits(row.mac, signedText(row))) throw new RowDamaged("A customer's row was changed from outside.");
  return {
    institutionId: row.institution_id,
    customerId: row.customer_id,
    use: row.otp_use as Customer["use"],
    appliedAtMs: row.applied_at_ms,
    revokedAtMs: row.revoked_at_ms,
    profile: profileOf(row),
    ...momentsOf(row.issuances_at_ms),
  };
}

type Moments = Pick<Customer, "issuancesAtMs" | "extraIssuancesAtMs">;

/**
 * A JSON array of the issuances; an object with both lists where one more was allowed. So a customer for whom nobody allowed
 * anything, which is nearly everybody, is written and signed as before there was such a thing, and no stored row has to change.
 */
function momentsText({ issuancesAtMs, extraIssuancesAtMs }: Moments): string {
  if (extraIssuancesAtMs.length === 0) return JSON.stringify(issuancesAtMs);
  return JSON.stringify({ issued: issuancesAtMs, allowed: extraIssuancesAtMs });
}

function momentsOf(text: string): Moments {
  const moments = JSON.parse(text) as number[] | { readonly issued: number[]; readonly allowed: number[] };
  if (Array.isArray(moments)) return { issuancesAtMs: moments, extraIssuancesAtMs: [] };
  return { issuancesAtMs: moments.issued, extraIssuancesAtMs: moments.allowed };
}

/** What is said when tokens are left of a customer who is not. */
export const customerRemoved = "A customer's row was removed from outside.";

/**
 * A customer who applied, as a token in use tells: nothing of the row was read, and who looks further is told so. A class, since
 * an object made with its accessors at every code has a shape of its own each time.
 */
export class AppliedCustomer implements Customer {
  readonly institutionId: string;
  readonly customerId: string;
  readonly use = "applied";
  constructor(institutionId: string, customerId: string) {
    this.institutionId = institutionId;
    this.customerId = customerId;
  }
  get appliedAtMs(): never {
    throw lookedFurther();
  }
  get revokedAtMs(): never {
    throw lookedFurther();
  }
  get profile(): never {
    throw lookedFurther();
  }
  get issuancesAtMs(): never {
    throw lookedFurther();
  }
  get extraIssuancesAtMs(): never {
    throw lookedFurther();
  }
}

function lookedFurther(): TypeError {
  return new TypeError("The decision looks at more than a token in use.");
}

type ProfileColumns = Pick<CustomerRow, "name" | "name_kana" | "branch_code" | "account_number" | "phone">;

export function profileOf(row: ProfileColumns): Customer["profile"] {
  return {
    name: row.name,
    nameKana: row.name_kana,
    branchCode: row.branch_code,
    accountNumber: row.account_number,
    phone: row.phone,
  };
}

function signedText(row: Omit<CustomerRow, "mac" | "kana_form" | "phone_form">): string {
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
