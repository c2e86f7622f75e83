import { cancelledSyncWait } from "./cancelled-sync-wait.ts";
import { clockApartPostgres } from "./clock-apart-postgres.ts";
import { clockAheadSqlite, clockBackSqlite } from "./clock-sqlite.ts";
import { cutAtCommit } from "./cut-at-commit.ts";
import { diskFullSqlite } from "./disk-full-sqlite.ts";
import { diskReadOnlySqlite } from "./disk-read-only-sqlite.ts";
import { failoverAsynchronous } from "./failover-asynchronous.ts";
import { failoverSynchronous } from "./failover-synchronous.ts";
import type { Fault } from "./fault.ts";
import { fiftyAtOncePostgres } from "./fifty-at-once-postgres.ts";
import { fiftyAtOnceSqlite } from "./fifty-at-once-sqlite.ts";
import { killNodePostgres } from "./kill-node-postgres.ts";
import { killPostgres } from "./kill-postgres.ts";
import { killServerSqlite } from "./kill-server-sqlite.ts";
import { restoreDumpPostgres } from "./restore-dump-postgres.ts";
import { restoreFileSqlite } from "./restore-file-sqlite.ts";
import { rollingRestartNginx } from "./rolling-restart-nginx.ts";

/** In the order in which they run. */
export const faults: readonly Fault[] = [
  fiftyAtOnceSqlite,
  killServerSqlite,
  diskFullSqlite,
  diskReadOnlySqlite,
  restoreFileSqlite,
  clockBackSqlite,
  clockAheadSqlite,
  fiftyAtOncePostgres,
  killNodePostgres,
  killPostgres,
  cutAtCommit,
  cancelledSyncWait,
  failoverSynchronous,
  failoverAsynchronous,
  restoreDumpPostgres,
  rollingRestartNginx,
  clockApartPostgres,
];
