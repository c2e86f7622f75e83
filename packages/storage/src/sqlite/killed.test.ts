import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, it } from "vitest";
import { freshDatabases } from "./fresh-database.ts";
import type { FreshDatabase } from "./fresh-database.ts";
import { openOwned } from "./open-owned.ts";
import { openSqliteStorage } from "./open-storage.ts";

const databases = freshDatabases();
afterAll(databases.removeAll);

/** Acts without pause and writes down each answer: "customer count", one a line. */
function writer({ path, ringFile }: FreshDatabase): string {
  const from = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
  return `
    import { writeSync } from "node:fs";
    import { openKeyVault } from ${from("../keys/key-vault.ts")};
    import { openSqliteStorage } from ${from("./open-storage.ts")};
    const storage = await openSqliteStorage(
      ${JSON.stringify(path)}, await openKeyVault(${JSON.stringify(ringFile)}), { nowMs: Date.now });
    const actor = { kind: "service", id: null, channel: "job" };
    const noProfile = { name: null, nameKana: null, branchCode: null, accountNumber: null, phone: null };
    const work = async (customerId) => {
      const subject = { institutionId: "ozora", customerId };
      for (;;) {
        const [slot] = await storage.act([subject], ({ customer }) => {
          const appliedAtMs = (customer?.appliedAtMs ?? 0) + 1;
          return {
            outcome: appliedAtMs,
            changes: { customer: { ...subject, use: "applied", appliedAtMs, revokedAtMs: null, profile: noProfile, issuancesAtMs: [], extraIssuancesAtMs: [] } },
            events: [{ type: "customer.viewed", atMs: appliedAtMs, actor, ...subject, tokenId: null, detail: {} }],
            mails: [],
          };
        });
        writeSync(1, customerId + " " + slot.value + "\\n");
      }
    };
    await Promise.all(["a", "b", "c", "d"].map(work));`;
}

interface Ended {
  /** The newest count that each customer was answered. */
  readonly ledger: ReadonlyMap<string, number>;
  readonly complaint: string;
}

async function written(command: string, args: readonly string[], killAfter: number): Promise<Ended> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const exited = once(child, "exit");
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  const ledger = new Map<string, number>();
  let read = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [customerId = "", count] = line.split(" ");
    ledger.set(customerId, Number(count));
    read += 1;
    if (read === killAfter) child.kill("SIGKILL");
  }
  await exited;
  return { ledger, complaint };
}

/** Opens the file anew: each customer has at least what was answered, and one event for each change. */
async function expectAllKept(database: FreshDatabase, ledger: ReadonlyMap<string, number>): Promise<void> {
  expect(ledger.size).toBeGreaterThan(0);
  const { db, close } = openOwned(database.path);
  expect(db.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  close();
  const storage = await openSqliteStorage(database.path, database.vault, { nowMs: () => 0 });
  for (const [customerId, answered] of ledger) {
    const { customer } = await storage.look({ institutionId: "ozora", customerId });
    const stored = customer?.appliedAtMs ?? 0;
    expect(stored).toBeGreaterThanOrEqual(answered);
    const events = await storage.eventsOfCustomer("ozora", customerId, 10_000);
    expect(events.map(({ atMs }) => atMs)).toEqual(Array.from({ length: stored }, (_, index) => stored - index));
  }
  await storage.close();
}

const programOf = (database: FreshDatabase) => ["--input-type=module", "-e", writer(database)];

describe("kill -9 of a writing process", () => {
  it("loses nothing that was answered, leaves nothing half done, and the next one can go on, again and again", async () => {
    const database = await databases.make();
    for (const answers of [1, 40, 173]) {
      const { ledger } = await written(process.execPath, programOf(database), answers);
      await expectAllKept(database, ledger);
    }
  });
});

describe("a disk that breaks off in the middle of a write", () => {
  it.runIf(process.platform !== "win32")(
    "is an error, never an acceptance, and what was answered is kept",
    async () => {
      const database = await databases.make();
      // The operating system lets no file grow beyond 400 blocks.
      const limited = ["-c", 'ulimit -f 400; exec "$0" "$@"', process.execPath, ...programOf(database)];
      const { ledger, complaint } = await written("/bin/sh", limited, 100_000);
      expect(complaint).toMatch(/disk I\/O error/);
      await expectAllKept(database, ledger);
    },
  );
});
