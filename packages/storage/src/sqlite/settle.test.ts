import { afterAll, describe, expect, it } from "vitest";
import { openConnection } from "./connection.ts";
import { sqliteEventTail } from "./event-tail.ts";
import { freshDatabases } from "./fresh-database.ts";
import { Journal, packEntry, packedList, unpackList } from "./journal.ts";
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
  it("is taken along by one commit at a time: two that end together do not bring home the same", async () => {
    const { path } = await databases.make();
    const db = openConnection(path);
    const journal = new Journal();
    journal.committed(
      1,
      Array.from({ length: 50_300 }, (_, customer) => entryOf(customer)),
    );
    const readAhead = makeReadAhead(localReader(db), journal, () => 0);
    const parts = { journal, tail: sqliteEventTail(db), readAhead, writer: localWriter(db), turns: makeTurns() };
    const settle = settleInPieces(parts);
    const first = settle.along();
    expect(settle.along()).toBeNull();
    first?.ended(false);
    await new Promise(setImmediate);
    expect(journal.size).toBe(50_300);
    const again = settle.along();
    expect(again?.settling).toEqual(first?.settling);
    again?.ended(true);
    await new Promise(setImmediate);
    expect(journal.size).toBe(50_300 - unpackList(again?.settling.entries ?? "[]").length);
    const next = settle.along();
    const names = [again, next].flatMap((along) => unpackList(along?.settling.entries ?? "[]"));
    expect(new Set(names.map(({ customer_id }) => customer_id)).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(0);
    db.close();
  });
});

describe("what cannot be settled", () => {
  it("leaves the commit that takes it along as it is", async () => {
    const { path } = await databases.make();
    const db = openConnection(path);
    db.exec("CREATE TEMP TRIGGER failing BEFORE DELETE ON main.journal BEGIN SELECT RAISE (ABORT, 'worn out'); END");
    const record = { seq: 1, entries: packedList([entryOf(1)]), mac: new Uint8Array(37) };
    const raise = { sql: "UPDATE fence SET raised_to_ms = ?", values: [5], subject: 0 };
    const nothing = { events: "[]", eventsOf: [], eventOwners: [] };
    const settling = { entries: packedList([entryOf(1)]), journalUpTo: 1, events: [] };
    const committed = await localWriter(db).commit({ ...nothing, writes: [raise], journal: record, settling });
    expect(committed).toMatchObject({ ok: true, settled: false });
    expect(db.prepare("SELECT raised_to_ms FROM fence").get()).toEqual({ raised_to_ms: 5 });
    expect(db.prepare("SELECT seq FROM journal").all()).toEqual([{ seq: 1 }]);
    db.close();
  });
});
