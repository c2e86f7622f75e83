import type { Fault } from "./fault.ts";
import { killServerSqlite } from "./kill-server-sqlite.ts";

/** In the order in which they run. */
export const faults: readonly Fault[] = [killServerSqlite];
