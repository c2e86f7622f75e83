import { allOf } from "./all-of.ts";
import { DecidingBatch, decideBatch } from "../deciding/decide-batch.ts";
import type { Decided } from "../deciding/decide-batch.ts";
import type { ActObserver, Asked, OpenedKeys, Slot } from "../deciding/gather-acts.ts";
import type { Database, Ending } from "./database.ts";
import { adoptHistory, changeOf } from "./fence.ts";
import type { Present } from "./fence.ts";
import { findBatch } from "./find-batch.ts";
import type { PositionWatch } from "./position-watch.ts";
import type { Session } from "./session.ts";
import { isRefusedRow, isUniqueViolation, sqlStateOf } from "./trouble.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { writeBatch, writeEvents, writeRows } from "./write-batch.ts";

interface Parts {
  readonly database: Database;
  readonly keysOf: KeysOf;
  readonly nowMs: () => number;
  /** The database's own clock, unless a test has stopped it. */
  readonly databaseMs: (present: Present) => number;
  readonly watch: PositionWatch;
  readonly observer?: ActObserver | undefined;
}

/**
 * Decides a batch in order of arrival and commits it: one round trip to lock and read, one to write and commit. What is wrong
 * with one subject is told in its slot, and the others are committed.
 * @throws OutcomeUnknown · StoreBusy when nothing was written
 */
export async function carryOut(batch: readonly Asked[], keysOf: OpenedKeys, parts: Parts): Promise<readonly Slot[]> {
  try {
    return await inHistory(batch, keysOf, parts, decideAll);
  } catch (error) {
    if (!isRefusedRow(error)) throw error;
    // Nothing was written. Somebody's row cannot be: each is now written by itself, to find out whose.
    return inHistory(batch, keysOf, parts, decideOneByOne);
  }
}

type Way = (batch: readonly Asked[], deciding: DecidingBatch, session: Session) => Promise<Ending<readonly Slot[]>>;

class OtherHistory extends Error {}

/** No code is decided in a history that the fence does not know. */
async function inHistory(
  batch: readonly Asked[],
  keysOf: OpenedKeys,
  parts: Parts,
  way: Way,
): Promise<readonly Slot[]> {
  for (;;) {
    try {
      return await parts.database.transaction(async (session) => {
        const mark = parts.watch.mark();
        const { found, present } = await findBatch(session, batch, parts);
        if (changeOf(present) !== null || parts.watch.wentBack(present, mark)) throw new OtherHistory();
        parts.watch.saw(present, mark);
        return way(batch, new DecidingBatch(found, keysOf), session);
      });
    } catch (error) {
      if (!(error instanceof OtherHistory)) throw error;
      await adoptHistory(parts);
    }
  }
}

const decideAll: Way = async (batch, deciding) => {
  const written: Decided[] = [];
  const value = decideBatch(batch, deciding, (decided) => written.push(decided));
  return { value, last: writeBatch(written) };
};

const decideOneByOne: Way = async (batch, deciding, session) => {
  const value: Slot[] = [];
  const written: Decided[] = [];
  for (const asked of batch) {
    await session.send("SAVEPOINT slot");
    try {
      const decided = deciding.decide(asked);
      // Events are appended last: whoever holds the cursor may wait for nobody's rows.
      const rows = writeRows([decided]);
      // None may still be under way when the savepoint is taken back.
      await allOf(rows.map((step) => session.rows(step.statement, step.values)));
      deciding.keep(decided);
      written.push(decided);
      value.push({ status: "fulfilled", value: decided.decision.outcome });
    } catch (reason) {
      // A collision, a lost connection and the like are everybody's: the whole batch is tried again or given up.
      if (session.lost !== null || (sqlStateOf(reason) !== undefined && !isRefusedRow(reason))) throw reason;
      await session.send("ROLLBACK TO slot");
      const told = isUniqueViolation(reason) ? new Error("The ID is another token's.", { cause: reason }) : reason;
      value.push({ status: "rejected", reason: told });
    }
  }
  return { value, last: writeEvents(written) };
};
