import { clockAheadSqlite, clockBackSqlite } from "./clock-sqlite.ts";
import { diskFullSqlite } from "./disk-full-sqlite.ts";
import type { Fault } from "./fault.ts";
import { fiftyAtOnceSqlite } from "./fifty-at-once-sqlite.ts";
import { killServerSqlite } from "./kill-server-sqlite.ts";

/** In the order in which they run. */
export const faults: readonly Fault[] = [
  fiftyAtOnceSqlite,
  killServerSqlite,
  diskFullSqlite,
  clockBackSqlite,
  clockAheadSqlite,
];
