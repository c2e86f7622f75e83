import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { totp } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { contenders } from "./contenders.ts";
import { measure, type Measured } from "./measure.ts";

// `npm run bench`: how fast a code is checked in one process, our way and others' in the same run. Ratios are the result; the
// absolute numbers belong to this machine at this moment. Nothing of the service (HTTP, storage, commit) is in it.
const { values } = parseArgs({ options: { json: { type: "string" }, seconds: { type: "string", default: "10" } } });
const rounds = 45;

const key = randomBytes(32);
const nowMs = Date.now();
const rightCode = totp(nodeHmac, key, nowMs, { algorithm: "SHA-256", digits: 8, periodSeconds: 60 });
// Wrong for everybody, so that nobody may stop at the first match: all compute the three steps.
const wrongCode = String((Number(rightCode) + 1) % 100_000_000).padStart(8, "0");

const all = contenders(key, nowMs);
for (const { name, check } of all) {
  if (!check(rightCode)) throw new Error(`${name} does not accept the right code: it would measure something else`);
}
const roundMs = (Number(values.seconds) * 1000) / (rounds * all.length);
const measured = measure(all, wrongCode, { rounds, roundMs });

const machine = {
  node: process.version,
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  load: loadavg()[0] ?? 0,
};
process.stdout.write(table(measured));
process.stdout.write(
  `\nNode ${machine.node}, ${machine.cpu}, ${machine.cores} cores, load ${machine.load.toFixed(1)}. ` +
    `Median of ${rounds} rounds, everybody in turn.\nA check: SHA-256, 8 digits, a wrong code against three time steps.\n`,
);
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify({ machine, rounds, roundMs, measured }, null, 2)}\n`);
}

function table(rows: readonly Measured[]): string {
  const heads = ["", "HMAC", "checks/s", "slowest–fastest round", "time × bare loop"];
  const cells = rows.map(({ name, hmac, checksPerSecond, slowest, fastest, timesFirst }) => [
    name,
    hmac,
    whole(checksPerSecond),
    `${whole(slowest)}–${whole(fastest)}`,
    timesFirst.toFixed(2),
  ]);
  const widths = heads.map((head, column) => Math.max(head.length, ...cells.map((row) => row[column]?.length ?? 0)));
  return [heads, ...cells]
    .map((row) => {
      const parts = row.map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      );
      return `${parts.join("  ").trimEnd()}\n`;
    })
    .join("");
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}
