import type { LoadKind } from "../load/ledger.ts";
import type { Database } from "../population/database.ts";
import type { RunningServer } from "../servers/start-peer.ts";

/** One line of the table: some load on some servers. */
export interface Contender {
  /** Unique within a run; ratios name it: `sqlite/right/64`. */
  readonly id: string;
  readonly title: string;
  readonly kind: LoadKind | "echo";
  /** Whose tokens; for an echo those that its requests look like. */
  readonly database: Pick<Database, "url" | "apiKeys" | "tokens">;
  readonly servers: readonly RunningServer[];
  readonly connections: number;
  readonly idempotencyKeys: boolean;
}

/** What the echo's requests look like when there is no database at all. */
export const nobodysDatabase: Contender["database"] = {
  url: "none",
  apiKeys: [`wrf_${"0".repeat(16)}_${"0".repeat(64)}`],
  tokens: 1,
};
