import { DatabaseSync } from "node:sqlite";
import type { SQLInputValue, StatementSync } from "node:sqlite";
import { workerData } from "node:worker_threads";
import type { FillTask } from "./population/fill-sqlite.ts";
import { rowMaker } from "./population/make-rows.ts";

// One thread of the filler: seals a chunk of rows, then waits for its turn to write them.
const task = workerData as FillTask;
const makeRows = rowMaker(task, task.atMs);
const db = new DatabaseSync(task.path, { timeout: 600_000 });
db.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536");
const insertCustomer = insertInto("customer");
const insertToken = insertInto("token");
const insertState = insertInto("token_state");

for (let from = task.first * task.chunk; from < task.tokens; from += task.stride * task.chunk) {
  const length = Math.min(task.chunk, task.tokens - from);
  const rows = Array.from({ length }, (_, index) => {
    const { customer, token } = rowsOf(from + index);
    return {
      customer: insertCustomer.values(customer),
      token: insertToken.values(token),
      state: insertState.values(token),
    };
  });
  db.exec("BEGIN IMMEDIATE");
  for (const { customer } of rows) insertCustomer.statement.run(...customer);
  for (const { token } of rows) insertToken.statement.run(...token);
  for (const { state } of rows) insertState.statement.run(...state);
  db.exec("COMMIT");
}
db.close();

/** A customer and a token, whose row and state hang together by a number. */
function rowsOf(place: number) {
  const { customer, token } = makeRows(place);
  return { customer, token: { ...token, number: place + 1 } };
}

interface Insert {
  readonly statement: StatementSync;
  values(row: object): SQLInputValue[];
}

/** Columns that the rows do not have keep their standard values. Values by position: names cost as much as the rest. */
function insertInto(table: "customer" | "token" | "token_state"): Insert {
  const known = new Set(Object.keys(rowsOf(0)[table === "customer" ? "customer" : "token"]));
  const columns = db
    .prepare("SELECT name FROM pragma_table_info(?)")
    .all(table)
    .map(({ name }) => String(name))
    .filter((name) => known.has(name));
  const marks = columns.map(() => "?");
  return {
    statement: db.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${marks.join(", ")})`),
    values: (row) => columns.map((column) => (row as Record<string, SQLInputValue>)[column] ?? null),
  };
}
