import { bytes, integer, moment, nullable, text } from "./column.ts";
import { table } from "./table.ts";

/** What ends by itself. */
export const recordTable = table("record", ["kind", "id_hash"], {
  kind: text(),
  id_hash: bytes(),
  /** Null where only `count` made it. */
  sealed: nullable(bytes()),
  counter: integer(),
  expires_at_ms: moment(),
});
