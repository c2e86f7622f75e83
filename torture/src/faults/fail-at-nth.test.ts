import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { makeEmptyDatabase } from "./empty-database.ts";
import { liveThrough } from "./live-through.ts";
import type { Breaker } from "./live-through.ts";
import { subject } from "./token-life.ts";

const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

describe("SQLite: whichever write of an act fails, nothing is half done", () => {
  it.each(["ABORT", "ROLLBACK"])("when SQLite answers it with %s", async (answer) => {
    const database = await makeEmptyDatabase((folder) => `sqlite:${join(folder, "warifu.sqlite")}`);
    undo.push(() => database.remove());
    const storage = await database.open();
    const breaker = breakerOf(join(database.folder, "warifu.sqlite"), answer);
    const { problems, failures } = await liveThrough(storage, breaker, Date.now());
    expect(problems).toEqual([]);
    expect(failures).toBeGreaterThan(25);

    const before = JSON.stringify(await storage.look(subject));
    await storage.close();
    const again = await database.open();
    expect(JSON.stringify(await again.look(subject))).toBe(before);
    await again.close();
  });
});

/** Triggers on every table count the writes of a transaction; the n-th is refused by SQLite itself. */
function breakerOf(path: string, answer: string): Breaker {
  const db = new DatabaseSync(path, { timeout: 5000 });
  undo.push(() => db.close());
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all();
  db.exec("CREATE TABLE torture (seen INTEGER NOT NULL, nth INTEGER NOT NULL); INSERT INTO torture VALUES (0, 0)");
  for (const name of tables.map((row) => String(row["name"]))) {
    for (const write of ["INSERT", "UPDATE", "DELETE"]) {
      db.exec(`
        CREATE TRIGGER "torture_${name}_${write}" BEFORE ${write} ON "${name}" WHEN (SELECT nth FROM torture) > 0 BEGIN
          UPDATE torture SET seen = seen + 1;
          SELECT RAISE (${answer}, 'worn out') WHERE (SELECT seen = nth FROM torture);
        END`);
    }
  }
  return {
    arm: (nth) => void db.prepare("UPDATE torture SET seen = 0, nth = ?").run(nth),
    disarm() {
      // What is rolled back takes its count with it; a transaction that went through leaves what it counted.
      const { seen } = db.prepare("SELECT seen FROM torture").get() ?? {};
      db.exec("UPDATE torture SET nth = 0");
      return seen === 0;
    },
  };
}
