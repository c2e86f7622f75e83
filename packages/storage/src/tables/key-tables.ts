import { bytes, integer, moment, text } from "./column.ts";
import { table } from "./table.ts";

/** Data keys, wrapped under a key-encryption key; those of the empty institution are the service's own. */
export const dataKeyTable = table("data_key", ["institution_id", "version"], {
  institution_id: text(),
  version: integer(),
  kek_id: text(),
  wrapped: bytes(),
  made_at_ms: moment(),
});

/** What all nodes share. */
export const secretTable = table("secret", ["name"], { name: text(), sealed: bytes() });
