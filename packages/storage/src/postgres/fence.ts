import type { AuditEvent } from "@warifu/rules";
import type { Database, Ending } from "./database.ts";
import { appendEvents } from "./events.ts";
import { takeFence } from "./locks.ts";
import type { Session } from "./session.ts";
import { statement } from "./statement.ts";

/** What a transaction finds out before it decides anything. */
export interface Present {
  readonly fenceMs: number;
  /** The database's own clock. */
  readonly databaseMs: number;
  /** Cluster and timeline of now, and those in which the newest act was decided; null before the first. */
  readonly history: string;
  readonly knownHistory: string | null;
}

const select = statement(
  `SELECT raised_to_ms, history, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint,
     left(pg_walfile_name(pg_current_wal_lsn()), 8) FROM fence`,
);
const raise = statement(
  `UPDATE fence SET raised_to_ms = greatest(raised_to_ms, $1::bigint), history = coalesce($2, history)
   RETURNING raised_to_ms`,
);

/**
 * A promoted standby and a restored backup begin a new timeline; a dump that is loaded elsewhere comes into another cluster.
 * A standby has none: there this fails, and nothing can be decided.
 */
export async function readPresent(session: Session): Promise<Present> {
  const [row = []] = await session.columns(select, []);
  const [fenceMs, knownHistory, databaseMs, timeline] = row as [number, string | null, number, string];
  return { fenceMs, databaseMs, history: `${session.systemId}/${timeline}`, knownHistory };
}

/** A node that may not ask for the cluster's number goes by the timeline alone, and does not contradict one that may. */
export function isSameHistory({ history, knownHistory }: Present): boolean {
  if (knownHistory === null) return false;
  const [system = "", timeline] = history.split("/");
  const [knownSystem = "", knownTimeline] = knownHistory.split("/");
  return timeline === knownTimeline && (system === knownSystem || system === "" || knownSystem === "");
}

/** Raises the fence, waiting for whoever decides by the old one, and gives where it stands. */
export function raiseFence(database: Database, toMs: number, event: AuditEvent): Promise<number> {
  return database.transaction(async (session) => {
    await session.columns(takeFence, []);
    return { value: await raiseTo(session, toMs, null), last: appendEvents([event]) };
  });
}

/**
 * Takes note of the history that the database is in now. If the newest act was decided in another one, acts that were
 * answered there may be missing here: every code that could have been shown until now counts as used.
 * @param clock gives the moment to raise the fence to, of what the database says about itself
 */
export function adoptHistory(database: Database, clock: (present: Present) => number): Promise<void> {
  return database.transaction(async (session): Promise<Ending<void>> => {
    await session.columns(takeFence, []);
    const present = await readPresent(session);
    const { history, knownHistory } = present;
    if (isSameHistory(present)) return { value: undefined, last: [] };
    if (knownHistory === null) {
      await raiseTo(session, 0, history);
      return { value: undefined, last: [] };
    }
    const nowMs = clock(present);
    const fenceMs = await raiseTo(session, nowMs, history);
    return { value: undefined, last: appendEvents([fenceRaised(nowMs, fenceMs)]) };
  });
}

async function raiseTo(session: Session, toMs: number, history: string | null): Promise<number> {
  const [row = []] = await session.columns(raise, [toMs, history]);
  return Number(row[0]);
}

function fenceRaised(atMs: number, fenceMs: number): AuditEvent {
  return {
    type: "fence.raised",
    atMs,
    actor: { kind: "service", id: null, channel: "job" },
    institutionId: null,
    customerId: null,
    tokenId: null,
    detail: { reason: "history", fenceMs },
  };
}
