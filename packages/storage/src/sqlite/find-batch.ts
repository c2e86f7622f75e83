import type { DatabaseSync } from "node:sqlite";
import { stateAfter } from "@warifu/rules";
import type { Customer, CustomerState, Decision, Subject } from "@warifu/rules";
import { customerKeyOf } from "../deciding/check-decision.ts";
import { AppliedCustomer, checkCustomer, customerRemoved, signCustomer } from "../sealing/customer-row.ts";
import type { CustomerRow } from "../sealing/customer-row.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { RowDamaged } from "../sealing/row-damaged.ts";
import { differsOnlyHot, openToken, sealToken, tokens as rows, withHotColumns } from "../sealing/token-row.ts";
import type { LoadedToken } from "../sealing/token-row.ts";
import type { Write } from "./write.ts";
import type { NumberedRow } from "./numbered-row.ts";
import { tokenStates } from "./token-states.ts";
import { rowUpsert } from "./write.ts";
import { customerTable } from "../tables/customer-table.ts";

/** A customer's state with the rows behind it. */
export interface LoadedState {
  readonly state: CustomerState;
  /** Newest first, like the state's tokens. */
  readonly loaded: readonly NumberedToken[];
}

/** A token with its row and its place among the states. */
export interface NumberedToken extends LoadedToken, Omit<NumberedRow, "newestEvent"> {
  /** Cursor of the newest event in this token's chain. Rises with every event that is decided on. */
  newestEvent: number | null;
}

/** What it takes to store a decision, and the state after it. */
export interface NextState {
  /** Made when somebody asks for it: most customers come once in a batch. */
  readonly loaded: () => LoadedState;
  readonly writes: readonly Write[];
  /** Each gets an entry in the journal, also those whose whole row is written: the newest entry is always right. */
  readonly changed: readonly NumberedToken[];
}

export interface CustomerTable {
  customerIdOf(subject: Subject): string | undefined;
  /**
   * From token rows that were read already. Codes are decided by the token alone, and a token in use says that the customer
   * applied (checkDecision keeps it so): the customer's own row is read only where there is none.
   * @throws RowDamaged when a row is not as it was written
   */
  loadForCode(
    institutionId: string,
    customerId: string,
    rows: readonly NumberedRow[],
    keys: InstitutionKeys,
  ): LoadedState;
  /** The same with the customer's own row, for a decision that is made at once. @throws RowDamaged like loadForCode */
  whole(loaded: LoadedState, keys: InstitutionKeys): LoadedState;
  next(subject: Subject, before: LoadedState, changes: Decision<unknown>["changes"], keys: InstitutionKeys): NextState;
}

const upsertCustomer = rowUpsert("customer", customerTable.names, customerTable.key);

export const nobody: LoadedState = { state: { customer: null, tokens: [] }, loaded: [] };

export function sqliteCustomers(db: DatabaseSync): CustomerTable {
  const customerIdOfUserId = db.prepare("SELECT customer_id FROM token WHERE institution_id = ? AND user_id = ?");
  const selectCustomer = db.prepare("SELECT * FROM customer WHERE institution_id = ? AND customer_id = ?");
  let newestNumber = Number(db.prepare("SELECT max(number) AS newest FROM token_state").get()?.["newest"] ?? 0);

  const loadCustomer = (
    institutionId: string,
    customerId: string,
    loaded: readonly NumberedToken[],
    keys: InstitutionKeys,
  ): Customer | null => {
    const row = selectCustomer.get(institutionId, customerId) as CustomerRow | undefined;
    if (row !== undefined) return checkCustomer(row, keys);
    if (loaded.length > 0) throw new RowDamaged(customerRemoved);
    return null;
  };

  return {
    customerIdOf(subject) {
      if ("customerId" in subject) return subject.customerId;
      const row = customerIdOfUserId.get(subject.institutionId, subject.userId);
      return row === undefined ? undefined : String(row["customer_id"]);
    },

    loadForCode(institutionId, customerId, found, keys) {
      const loaded = openAll(found, keys);
      const tokens = loaded.map(({ token }) => token);
      const customer = tokens.some(({ life }) => life === "inUse")
        ? new AppliedCustomer(institutionId, customerId)
        : loadCustomer(institutionId, customerId, loaded, keys);
      return { state: { customer, tokens }, loaded };
    },

    whole({ state, loaded }, keys) {
      if (!(state.customer instanceof AppliedCustomer)) return { state, loaded };
      const { institutionId, customerId } = state.customer;
      const customer = loadCustomer(institutionId, customerId, loaded, keys);
      return { state: { customer, tokens: state.tokens }, loaded };
    },

    next(subject, { state, loaded }, changes, keys) {
      const owner = customerKeyOf(subject, state);
      if (owner === null) return { loaded: () => ({ state, loaded }), writes: [], changed: [] };
      const writes: Write[] = [];
      const changed: NumberedToken[] = [];
      if (changes.customer !== undefined) writes.push(writeCustomer(signCustomer(changes.customer, keys)));
      let newestOrdinal = loaded[0] === undefined ? 0 : rows.ordinalOf(loaded[0].row);
      // Listed newest first, like a state: the last one gets the next ordinal.
      for (const token of (changes.tokens ?? []).toReversed()) {
        const before = loaded.find((one) => one.token.tokenId === token.tokenId);
        const ordinal = before === undefined ? ++newestOrdinal : rows.ordinalOf(before.row);
        const isHot = before !== undefined && differsOnlyHot(before.token, token);
        const after = isHot ? withHotColumns(before, token, keys) : sealToken(token, owner, ordinal, keys, before);
        // Given out once, whether or not the commit goes through.
        const number = before?.number ?? ++newestNumber;
        const numbered = { ...after, number, newestEvent: before?.newestEvent ?? null };
        if (!isHot) writes.push(...tokenStates.upserts(numbered));
        changed.push(numbered);
      }
      return { loaded: () => loadedAfter({ state, loaded }, changes, changed), writes, changed };
    },
  };
}

function writeCustomer(row: CustomerRow): Write {
  return upsertCustomer(customerTable.names.map((name) => row[name]));
}

function loadedAfter(
  { state, loaded }: LoadedState,
  changes: Decision<unknown>["changes"],
  changed: readonly NumberedToken[],
): LoadedState {
  const after = stateAfter(state, changes);
  const newest = new Map([...loaded, ...changed].map((one) => [one.token.tokenId, one]));
  return { state: after, loaded: after.tokens.flatMap(({ tokenId }) => newest.get(tokenId) ?? []) };
}

function openAll(found: readonly NumberedRow[], keys: InstitutionKeys): NumberedToken[] {
  return found.map(({ row, number, newestEvent }) => ({ ...openToken(row, keys), number, newestEvent }));
}
