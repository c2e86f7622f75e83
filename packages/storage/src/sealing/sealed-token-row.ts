import type { Token } from "@warifu/rules";
import type { CustomerKey } from "../customer-key.ts";
import { rowMaker } from "../tables/table.ts";
import { tokenTable } from "../tables/token-table.ts";
import type { TokenColumns, TokenRow } from "../tables/token-table.ts";
import type { InstitutionKeys } from "./institution-keys.ts";
import { sealToken } from "./token-row.ts";

const named = rowMaker<TokenColumns>(tokenTable.names);

/** The row of a customer's first token, by the names of its columns. */
export function sealedTokenRow(token: Token, owner: CustomerKey, keys: InstitutionKeys): TokenRow {
  return named(sealToken(token, owner, 1, keys, undefined).row);
}
