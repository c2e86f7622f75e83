import type { AuditEvent } from "@warifu/rules";
import type { ActObserver } from "../deciding/gather-acts.ts";
import { longestDriftMs } from "../rows/institution-row.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { Database, Ending } from "./database.ts";
import { appendEvent } from "./events.ts";
import { takeFence } from "./locks.ts";
import type { PositionWatch } from "./position-watch.ts";
import type { Session } from "./session.ts";
import { statement } from "./statement.ts";

/** What a transaction finds out before it decides anything. */
export interface Present {
  readonly fenceMs: number;
  /** The database's own clock. */
  readonly databaseMs: number;
  /** Cluster, timeline, database and tables of now, and those in which the newest act was decided; null before the first. */
  readonly history: string;
  readonly knownHistory: string | null;
  /** When the known history was taken note of; 0 before the first. */
  readonly notedMs: number;
  /** How many bytes of the write-ahead log are on the disk. In one history it never goes back. */
  readonly position: number;
}

/**
 * What became another one since the newest act was decided. `timeline`: a standby was promoted, or a backup restored to a point in time.
 * `cluster`, `database`, `tables`: a dump was put back, or copied elsewhere. `position`: an older copy of the files was put back.
 */
export type Change = "timeline" | "cluster" | "database" | "tables" | "position";

const select = statement(
  `SELECT raised_to_ms, history, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint,
     left(pg_walfile_name(pg_current_wal_lsn()), 8), (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint,
     concat_ws('.', tableoid, to_regclass('token')::oid, to_regclass('customer')::oid, to_regclass('event')::oid)
   FROM fence`,
);
const raise = statement(
  `UPDATE fence SET raised_to_ms = greatest(raised_to_ms, $1::bigint), history = coalesce($2, history)
   RETURNING raised_to_ms`,
);
const selectInstitutions = statement("SELECT * FROM institution");

/**
 * A promoted standby and a restored backup begin a new timeline; a dump that is loaded elsewhere comes into another cluster, one that is
 * put back into another database or other tables: each of them has a number that is never given out again.
 * A standby has none: there this fails, and nothing can be decided.
 */
export async function readPresent(session: Session): Promise<Present> {
  const [row = []] = await session.columns(select, []);
  const [fenceMs, noted, databaseMs, timeline, position, tables] = row;
  const known = typeof noted === "string" ? noted : null;
  const parts = known?.split("/") ?? [];
  return {
    fenceMs: Number(fenceMs),
    databaseMs: Number(databaseMs),
    history: [session.systemId, timeline, session.databaseId, tables].join("/"),
    knownHistory: known === null ? null : parts.slice(0, 4).join("/"),
    notedMs: Number(parts[4] ?? 0),
    position: Number(position),
  };
}

/** A node that may not ask for the cluster's number goes by the rest alone, and does not contradict one that may. */
export function changeOf({
  history,
  knownHistory,
}: Pick<Present, "history" | "knownHistory">): Change | "first" | null {
  if (knownHistory === null) return "first";
  const [system = "", ...now] = history.split("/");
  const [knownSystem = "", ...known] = knownHistory.split("/");
  if (system !== knownSystem && system !== "" && knownSystem !== "") return "cluster";
  const names = ["timeline", "database", "tables"] as const;
  // Tables before database before timeline: what may have lost most counts.
  return names.findLast((_, index) => now[index] !== known[index]) ?? null;
}

/**
 * Raises the fence, waiting for whoever decides by the old one, and gives where it stands. An operator who raises it declares what
 * became of the database: then nobody raises it further for that.
 */
export function raiseFence(database: Database, toMs: number, event: AuditEvent): Promise<number> {
  return database.transaction(async (session) => {
    await session.columns(takeFence, []);
    const declared = event.actor.kind === "operator" ? noted(await readPresent(session)) : null;
    return { value: await raiseTo(session, toMs, declared), last: appendEvent(event) };
  });
}

/** Told after the commit. */
interface Adopted {
  readonly present: Present;
  readonly raised: { readonly change: Change; readonly fenceMs: number } | null;
}

interface Parts {
  readonly database: Database;
  readonly keysOf: KeysOf;
  /** Gives the moment to raise the fence to, of what the database says about itself. */
  readonly databaseMs: (present: Present) => number;
  readonly watch: PositionWatch;
  readonly observer?: ActObserver | undefined;
}

/**
 * Takes note of the history that the database is in now. If the newest act was decided in another one, acts that were answered there may
 * be missing here: every code that could have been shown until now counts as used. Where a copy was put back, what was learned since about
 * phones that run ahead is lost as well: then also what such a phone could have shown.
 */
export async function adoptHistory({ database, keysOf, databaseMs, watch, observer }: Parts): Promise<void> {
  const mark = watch.mark();
  // Before the transaction: keys are read over a connection of their own.
  const driftMs = await longestDriftMs(await database.read(selectInstitutions, []), keysOf);
  const { present, raised } = await database.transaction(async (session): Promise<Ending<Adopted>> => {
    await session.columns(takeFence, []);
    const now = await readPresent(session);
    const change = changeOf(now) ?? (watch.wentBack(now, mark) ? "position" : null);
    if (change === null) return { value: { present: now, raised: null }, last: [] };
    if (change === "first") {
      await raiseTo(session, 0, noted(now));
      return { value: { present: now, raised: null }, last: [] };
    }
    const atMs = databaseMs(now);
    const aheadMs = change === "timeline" ? 0 : driftMs;
    const fenceMs = await raiseTo(session, atMs + aheadMs, noted(now));
    return {
      value: { present: now, raised: { change, fenceMs } },
      last: appendEvent(fenceRaised(atMs, change, fenceMs)),
    };
  });
  watch.saw(present, mark);
  if (raised !== null) observer?.fenceRaised?.(raised);
}

/** With the moment: an older copy has an earlier one. */
function noted({ history, databaseMs }: Present): string {
  return `${history}/${databaseMs}`;
}

async function raiseTo(session: Session, toMs: number, history: string | null): Promise<number> {
  const [row = []] = await session.columns(raise, [toMs, history]);
  return Number(row[0]);
}

function fenceRaised(atMs: number, change: Change, fenceMs: number): AuditEvent {
  return {
    type: "fence.raised",
    atMs,
    actor: { kind: "service", id: null, channel: "job" },
    institutionId: null,
    customerId: null,
    tokenId: null,
    detail: { reason: "history", change, fenceMs },
  };
}
