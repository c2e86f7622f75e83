import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { openOwned } from "./open-owned.ts";
import { afterAll, describe, expect, it } from "vitest";
import { freshDatabases } from "./fresh-database.ts";
import type { FreshDatabase } from "./fresh-database.ts";
import { openSqliteStorage } from "./open-sqlite-storage.ts";

const databases = freshDatabases();
afterAll(databases.removeAll);

/** Acts without pause and writes down each answer: "customer count", one a line. */
function writer({ path, ringFile }: FreshDatabase): string {
  const from = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
  return `
    import { writeSync } from "node:fs";
    import { openKeyVault } from ${from("../keys/key-vault.ts")};
    import { openSqliteStorage } from ${from("./open-sqlite-storage.ts")};
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
            changes: { customer: { ...subject, use: "applied", appliedAtMs, revokedAtMs: null, profile: noProfile, issuancesAtMs: [] } },
            events: [{ type: "customer.viewed", atMs: appliedAtMs, actor, ...subject, tokenId: null, detail: {} }],
            mails: [],
          };
        });
        writeSync(1, customerId + " " + slot.value + "\\n");
      }
    };
    await Promise.all(["a", "b", "c", "d"].map(work));`;
}

/** Lets the writer go on until it has answered so often, kills it, and gives what it answered. */
async function killedAfter(answers: number, database: FreshDatabase): Promise<Map<string, number>> {
  const program = ["--input-type=module", "-e", writer(database)];
  const child = spawn(process.execPath, program, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const ledger = new Map<string, number>();
  let read = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [customerId = "", count] = line.split(" ");
    ledger.set(customerId, Number(count));
    read += 1;
    if (read === answers) child.kill("SIGKILL");
  }
  await exited;
  return ledger;
}

describe("kill -9 of a writing process", () => {
  it("loses nothing that was answered, leaves nothing half done, and the next one can go on, again and again", async () => {
    const database = await databases.make();
    for (const answers of [1, 40, 173]) {
      const ledger = await killedAfter(answers, database);
      expect(ledger.size).toBeGreaterThan(0);

      const { db, close } = openOwned(database.path);
      expect(db.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
      close();
      const storage = await openSqliteStorage(database.path, database.vault, { nowMs: () => 0 });
      for (const [customerId, answered] of ledger) {
        const { customer } = await storage.look({ institutionId: "ozora", customerId });
        const stored = customer?.appliedAtMs ?? 0;
        expect(stored).toBeGreaterThanOrEqual(answered);
        // One event for each change, in the change's own commit.
        const events = await storage.eventsOfCustomer("ozora", customerId, 10_000);
        expect(events.map(({ atMs }) => atMs)).toEqual(Array.from({ length: stored }, (_, index) => stored - index));
      }
      await storage.close();
    }
  });
});
