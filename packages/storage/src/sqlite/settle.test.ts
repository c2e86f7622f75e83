import { afterAll, describe, expect, it } from "vitest";
import type { Batch } from "./commit-batch.ts";
import { openConnection } from "./connection.ts";
import { sqliteEventTail } from "./event-tail.ts";
import { freshDatabases } from "./fresh-database.ts";
import { Journal, packEntry, unpackList } from "./journal.ts";
import type { PackedEntry } from "./journal.ts";
import { makeReadAhead } from "./read-ahead.ts";
import { localReader } from "./reader.ts";
import { settleInPieces } from "./settle.ts";
import { makeTurns } from "./turns.ts";
import { localWriter } from "./writer.ts";

const databases = freshDatabases();
afterAll(databases.removeAll);

function entryOf(customer: number): PackedEntry {
  return packEntry({
    institution_id: "ozora",
    customer_id: `customer-${customer}`,
    ordinal: 1,
    last_step: 1,
    drift_steps: 0,
    wrong_in_a_row: 0,
    pauses_in_a_row: 0,
    wrong_since_confirm: 0,
    replays_in_a_row: 0,
    paused_until_ms: null,
    locked_at_ms: null,
    mac: new Uint8Array(37),
  });
}

describe("more in the journal than it should hold", () => {
  it("is settled by one at a time: two commits that end together do not bring home the same", async () => {
    const { path } = await databases.make();
    const db = openConnection(path);
    const journal = new Journal();
    journal.committed(
      1,
      Array.from({ length: 50_300 }, (_, customer) => entryOf(customer)),
    );
    const real = localWriter(db);
    const batches: Batch[] = [];
    const writer = {
      ...real,
      commit: (batch: Batch) => {
        batches.push(batch);
        return real.commit(batch);
      },
    };
    const readAhead = makeReadAhead(localReader(db), journal, () => 0);
    const settle = settleInPieces({ journal, tail: sqliteEventTail(db), readAhead, writer, turns: makeTurns() });
    await Promise.all([settle.afterCommit(), settle.afterCommit()]);
    await settle.afterCommit();
    const settled = batches.flatMap(({ settling }) =>
      unpackList(settling?.entries ?? "[]").map(({ customer_id }) => customer_id),
    );
    db.close();
    expect(new Set(settled).size).toBe(settled.length);
    expect(settled.length).toBe(50_300 - journal.size);
    expect(settled.length).toBeGreaterThan(0);
  });
});
