// The door for programs that write whole populations (the benchmarks fill ten million rows): rows as the stores keep them,
// made without a store. Acts go through `store.act`; nothing here checks a rule.
export { wrapContext } from "./sealing/data-keys.ts";
export { makeInstitutionKeys } from "./sealing/institution-keys.ts";
export type { InstitutionKeys } from "./sealing/institution-keys.ts";
export { signCustomer } from "./sealing/customer-row.ts";
export type { CustomerRow } from "./tables/customer-table.ts";
export { sealedTokenRow } from "./sealing/sealed-token-row.ts";
export type { TokenRow } from "./tables/token-table.ts";
