import type { CustomerState, Subject } from "@warifu/rules";
import { openCustomer } from "../sealing/customer-row.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { allOf } from "./all-of.ts";
import type { Database } from "./database.ts";
import { findOwners, openTokens, readCustomers, readTokens } from "./find-batch.ts";
import type { FoundRows } from "./find-batch.ts";

/** A customer's state without any lock. @throws RowDamaged */
export async function look(database: Database, subject: Subject, keys: InstitutionKeys): Promise<CustomerState> {
  const { institutionId } = subject;
  return database.session(async (session) => {
    const customerId =
      "customerId" in subject
        ? subject.customerId
        : [...(await findOwners(session, [subject])).values()][0]?.customerId;
    if (customerId === undefined) return { customer: null, tokens: [] };
    const rows: FoundRows = { id: [institutionId, customerId], isWhole: true, customer: undefined, tokens: [] };
    // One view of the database for both: whoever acts meanwhile is seen as a whole or not at all. One round trip all the same.
    await allOf([
      session.send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
      readTokens(session, [rows]),
      readCustomers(session, [rows]),
      session.send("COMMIT"),
    ]);
    const tokens = openTokens(rows, keys).map(({ token }) => token);
    return { customer: openCustomer(rows.customer, tokens.length > 0, keys), tokens };
  });
}
