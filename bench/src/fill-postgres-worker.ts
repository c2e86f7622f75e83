import { spawn } from "node:child_process";
import { once } from "node:events";
import { workerData } from "node:worker_threads";
import { copyLine } from "./population/copy-text.ts";
import type { FillPostgresTask } from "./population/fill-postgres.ts";
import { rowMaker } from "./population/make-rows.ts";

// One thread of the filler: seals rows and pours them into one COPY for each table.
const task = workerData as FillPostgresTask;
const makeRows = rowMaker(task, task.atMs);
const customers = copyInto("customer");
const tokens = copyInto("token");

for (let from = task.first * task.chunk; from < task.tokens; from += task.stride * task.chunk) {
  const length = Math.min(task.chunk, task.tokens - from);
  const rows = Array.from({ length }, (_, index) => makeRows(from + index));
  await customers.pour(rows.map(({ customer }) => copyLine(customer, customers.columns)).join(""));
  await tokens.pour(rows.map(({ token }) => copyLine(token, tokens.columns)).join(""));
}
await customers.end();
await tokens.end();

interface Copy {
  readonly columns: readonly string[];
  pour(lines: string): Promise<void>;
  end(): Promise<void>;
}

/** Columns that the rows do not have keep their standard values. */
function copyInto(table: "customer" | "token"): Copy {
  const known = new Set(Object.keys(makeRows(0)[table]));
  const columns = task.columns[table].filter((column) => known.has(column));
  const copy = `COPY ${table} (${columns.join(", ")}) FROM STDIN`;
  const psql = spawn(task.psql, [task.url, "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--command", copy], {
    stdio: ["pipe", "ignore", "pipe"],
  });
  let complaint = "";
  psql.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
  // A psql that gave up closes its end; its own words say why.
  psql.stdin.on("error", () => undefined);
  const ended = once(psql, "exit").then(([code]) => {
    if (code !== 0) throw new Error(`psql ended with ${String(code)}: ${complaint.slice(0, 2_000)}`);
  });
  ended.catch(() => undefined);
  return {
    columns,
    async pour(lines) {
      if (!psql.stdin.write(lines)) await Promise.race([once(psql.stdin, "drain"), ended]);
    },
    async end() {
      psql.stdin.end();
      await ended;
    },
  };
}
