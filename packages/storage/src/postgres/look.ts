import type { CustomerState, Subject } from "@warifu/rules";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import type { Database } from "./database.ts";
import { nobody } from "./desk.ts";
import { findOwners, loadedFrom, pairs } from "./find-batch.ts";
import { selectCustomers } from "./row-shapes.ts";

/** A customer's state without any lock. @throws RowDamaged */
export async function look(database: Database, subject: Subject, keys: InstitutionKeys): Promise<CustomerState> {
  const { institutionId } = subject;
  return database.session(async (session) => {
    const customerId =
      "customerId" in subject ? subject.customerId : [...(await findOwners(session, [subject])).values()][0];
    if (customerId === undefined) return nobody.state;
    const rows = await session.columns(selectCustomers, pairs([[institutionId, customerId]]));
    return loadedFrom(rows, keys).state;
  });
}
