import { KeyUnreadable, noProfile } from "@warifu/rules";
import type { FoundCustomer } from "@warifu/rules";
import { checkCustomer } from "./customer-row.ts";
import type { CustomerRow } from "./customer-row.ts";
import type { InstitutionKeys } from "./institution-keys.ts";
import { fits } from "./search-hashes.ts";
import type { SearchForms } from "./search-hashes.ts";

/**
 * Opens what the hashes found, and keeps what really fits: a name may be longer than its trail.
 * @param readPage at most `limit` rows behind a customer ID, in order of customer IDs
 */
export async function findInPages(
  forms: SearchForms,
  limit: number,
  keys: InstitutionKeys,
  readPage: (after: string) => Promise<readonly CustomerRow[]>,
): Promise<readonly FoundCustomer[]> {
  const found: FoundCustomer[] = [];
  for (let after = ""; ;) {
    const rows = await readPage(after);
    for (const row of rows) {
      const customer = openFound(row, keys);
      if (customer.unreadable === true || fits(customer.profile, forms)) found.push(customer);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit || found.length >= limit) return found.slice(0, limit);
    after = last.customer_id;
  }
}

/** Whoever's row is damaged is found all the same: staff would think that there is no such customer. */
function openFound(row: CustomerRow, keys: InstitutionKeys): FoundCustomer {
  const { customer_id: customerId } = row;
  try {
    const { use, profile } = checkCustomer(row, keys);
    return { customerId, use, profile };
  } catch (error) {
    if (!(error instanceof KeyUnreadable)) throw error;
    return { customerId, use: row.otp_use, profile: noProfile, unreadable: true };
  }
}
