import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Cluster } from "@warifu/storage/test-cluster";
import type { Arena } from "../arena.ts";
import type { Database } from "../population/database.ts";
import { postgresDatabase } from "../population/postgres-database.ts";
import { sqliteDatabase } from "../population/sqlite-database.ts";

/** A kind of database that can be had in any size. */
export interface Store {
  readonly name: "SQLite" | "PostgreSQL";
  /** How many servers may share one database. */
  readonly nodes: 1 | 2;
  database(tokens: number): Promise<Database>;
}

export function sqliteStore({ folder, keep, say }: Arena): Store {
  let made = 0;
  return {
    name: "SQLite",
    nodes: 1,
    async database(tokens) {
      say(`SQLite: ${tokens.toLocaleString("en")} tokens`);
      return onDisk(await sqliteDatabase(join(folder, `sqlite-${++made}`), tokens, keep));
    },
  };
}

export function postgresStore({ folder, say }: Arena, cluster: Cluster): Store {
  let made = 0;
  return {
    name: "PostgreSQL",
    nodes: 2,
    async database(tokens) {
      say(`PostgreSQL: ${tokens.toLocaleString("en")} tokens`);
      return onDisk(await postgresDatabase(cluster, join(folder, `postgres-${++made}`), tokens));
    },
  };
}

/** What was filled is written to the disk now: half a minute later the system would do it, under somebody's measurement. */
function onDisk(database: Database): Database {
  execFileSync("sync");
  return database;
}
