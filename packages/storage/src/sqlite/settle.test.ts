import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { step } from "../contract/samples.ts";
import { fromJson, toJson } from "../tables/json.ts";
import type { Json } from "../tables/json.ts";
import { openConnection } from "./connection.ts";
import { freshDatabases } from "./fresh-database.ts";
import { Journal } from "./journal.ts";
import { packedList } from "./token-states.ts";
import { packedState } from "./packed-state.ts";
import type { PackedEntry, PackedState } from "./token-states.ts";
import { makeReadAhead } from "./find-batch.ts";
import { localReader } from "./reader.ts";
import { settleInPieces } from "./settle.ts";
import { makeTurns } from "./turns.ts";
import { localWriter } from "./writer.ts";
import type { Writer } from "./writer.ts";

const databases = freshDatabases();
afterAll(databases.removeAll);

const listed = (entries: Json<readonly PackedState[]>) => fromJson(entries).map(([number]) => ({ number }));

function entryOf(number: number): PackedEntry {
  return packedState(number, step(1));
}

describe("more in the journal than it should hold", () => {
  it("is taken along by one commit at a time: two that end together do not bring home the same", async () => {
    const { path } = await databases.make();
    const db = openConnection(path);
    const journal = new Journal();
    journal.committed(
      1,
      Array.from({ length: 100_300 }, (_, number) => entryOf(number)),
    );
    const readAhead = makeReadAhead(localReader(db), journal, () => 0);
    const parts = { journal, readAhead, writer: localWriter(db), turns: makeTurns() };
    const settle = settleInPieces(parts);
    const first = settle.along();
    expect(settle.along()).toBeNull();
    first?.ended(false);
    await new Promise(setImmediate);
    expect(journal.size).toBe(100_300);
    const again = settle.along();
    expect(again?.settling).toEqual(first?.settling);
    again?.ended(true);
    await new Promise(setImmediate);
    expect(journal.size).toBe(100_300 - listed(again?.settling.entries ?? toJson([])).length);
    const next = settle.along();
    const numbers = [again, next].flatMap((along) => listed(along?.settling.entries ?? toJson([])));
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(numbers.length);
    expect(numbers.length).toBeGreaterThan(0);
    db.close();
  });
});

describe("a journal record", () => {
  it("stays until everything that stands in it is in the rows, and what came after it meanwhile stays longer", async () => {
    const journal = new Journal();
    journal.committed(
      1,
      Array.from({ length: 5_000 }, (_, number) => entryOf(number)),
    );
    const pieces: [entries: number, journalUpTo: number][] = [];
    const writer: Writer = {
      async commit({ settling }) {
        if (pieces.length === 0) journal.committed(2, [entryOf(7), entryOf(6_000)]);
        pieces.push([listed(settling?.entries ?? toJson([])).length, settling?.journalUpTo ?? 0]);
        return { ok: true, settled: true };
      },
      isOpen: () => true,
      close: async () => undefined,
    };
    const readAhead = { settled: async () => undefined };
    await settleInPieces({ journal, readAhead, writer, turns: makeTurns() }).all();
    expect(pieces).toEqual([
      [4_096, 0],
      [904, 0],
      [2, 1],
      [0, 2],
    ]);
  });
});

describe("a crash at any moment", () => {
  /** Codes of a few tokens, in commits that take along what is to be settled. Gives what a crash after each of them leaves. */
  async function* crashesAfter(commits: readonly (readonly number[])[]) {
    const rows = new Map<number, string>();
    const records = new Map<number, readonly PackedEntry[]>();
    const truth = new Map<number, string>();
    const journal = new Journal();
    const writer: Writer = {
      commit: () => Promise.reject(new Error("quiet")),
      isOpen: () => true,
      close: async () => {},
    };
    const readAhead = { settled: async () => undefined };
    const load = { mostTokens: 2, mostRecords: 6, leastPiece: 1, mostPiece: 2 };
    const settle = settleInPieces({ journal, readAhead, writer, turns: makeTurns() }, load);
    let code = 0;
    for (const numbers of commits) {
      const entries = [...new Set(numbers)].map((number) => ({
        number,
        text: toJson<PackedState>([number, (code += 1)]),
      }));
      const seq = journal.takeSeq();
      const along = settle.along();
      // One transaction.
      records.set(seq, entries);
      for (const { number, text } of entries) truth.set(number, text);
      for (const packed of along === null ? [] : fromJson(along.settling.entries)) rows.set(packed[0], toJson(packed));
      for (const old of records.keys()) if (old <= (along?.settling.journalUpTo ?? 0)) records.delete(old);
      yield { rows, records, truth };
      journal.committed(seq, entries);
      along?.ended(true);
      await new Promise(setImmediate);
    }
  }

  it("leaves in rows and journal together the newest of every token, and the journal stays short", async () => {
    const tokens = fc.array(fc.nat(9), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(tokens, { minLength: 20, maxLength: 60 }), async (commits) => {
        let longest = 0;
        for await (const { rows, records, truth } of crashesAfter(commits)) {
          const found = new Map(rows);
          for (const entries of records.values()) for (const { number, text } of entries) found.set(number, text);
          expect(found).toEqual(truth);
          longest = Math.max(longest, records.size);
        }
        expect(longest).toBeLessThan(20);
      }),
    );
  });
});

describe("what cannot be settled", () => {
  it("leaves the commit that takes it along as it is", async () => {
    const { path } = await databases.make();
    const db = openConnection(path);
    db.exec("CREATE TEMP TRIGGER failing BEFORE DELETE ON main.journal BEGIN SELECT RAISE (ABORT, 'worn out'); END");
    const record = { seq: 1, entries: packedList([entryOf(1)]), mac: new Uint8Array(37) };
    const raise = { sql: "UPDATE fence SET raised_to_ms = ?", values: [5], subject: 0 };
    const nothing = { events: toJson([]), eventOwners: [] };
    const settling = { entries: packedList([entryOf(1)]), journalUpTo: 1 };
    const committed = await localWriter(db).commit({ ...nothing, writes: [raise], journal: record, settling });
    expect(committed).toMatchObject({ ok: true, settled: false });
    expect(db.prepare("SELECT raised_to_ms FROM fence").get()).toEqual({ raised_to_ms: 5 });
    expect(db.prepare("SELECT seq FROM journal").all()).toEqual([{ seq: 1 }]);
    db.close();
  });
});
