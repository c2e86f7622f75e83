import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { defaultPolicy } from "@warifu/rules";
import type { Storage } from "@warifu/rules";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { everyWrite, prepareForWrites } from "../contract/every-write.ts";
import { actOn } from "../contract/open-fresh.ts";
import { decided, hanako, sampleCustomer } from "../contract/samples.ts";
import { createKeyRing } from "../keys/key-ring.ts";
import { openKeyVault } from "../keys/key-vault.ts";
import type { KeyVault } from "../keys/key-vault.ts";
import { migrateSqlite } from "./migrate.ts";
import { openSqliteStorage } from "./open-storage.ts";
import { rewrapSqlite } from "./rewrap.ts";

const nowMs = () => Date.UTC(2026, 10, 22);
const hourMs = defaultPolicy.driftLimitSeconds * 1000;

let folder: string;
let path: string;
let vault: KeyVault;
const raised: unknown[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "warifu-mark-"));
  path = join(folder, "w.db");
  await createKeyRing(join(folder, "ring.json"));
  vault = await openKeyVault(join(folder, "ring.json"));
  await migrateSqlite(path);
  raised.length = 0;
  await within(async (storage) => {
    await storage.putInstitution({ ...institution, policy: defaultPolicy }, event);
    await changeHanako(storage);
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

const event = {
  type: "application.registered",
  atMs: 0,
  actor: { kind: "operator", id: null, channel: "command" },
  institutionId: hanako.institutionId,
  customerId: null,
  tokenId: null,
  detail: {},
} as const;

const institution = {
  institutionId: hanako.institutionId,
  serviceId: "10121234",
  texts: { nameJa: "", nameEn: "", supportPhone: "", supportHoursJa: "", supportHoursEn: "" },
};
const putDriftLimit = (driftLimitSeconds: number) =>
  within((storage) =>
    storage.putInstitution({ ...institution, policy: { ...defaultPolicy, driftLimitSeconds } }, event),
  );
/** As somebody would who can write the file. */
async function setDriftLimit(at: string, driftLimitSeconds: number): Promise<void> {
  const db = new DatabaseSync(at);
  db.prepare("UPDATE institution SET policy = ?").run(JSON.stringify({ ...defaultPolicy, driftLimitSeconds }));
  db.close();
}

async function within<Value>(body: (storage: Storage) => Promise<Value>, at = path): Promise<Value> {
  const observer = { waiting: () => {}, commit: () => {}, fenceRaised: (one: object) => raised.push(one) };
  const storage = await openSqliteStorage(at, vault, { nowMs, observer });
  try {
    return await body(storage);
  } finally {
    await storage.close();
  }
}
/** The file and its log, as a snapshot of the disk would have them. */
function copiesOf(at: string): Record<string, Buffer> {
  return { "": readFileSync(at), "-wal": readFileSync(`${at}-wal`) };
}
const byItself = { kind: "service", id: null, channel: "job" } as const;
const changeHanako = (storage: Storage) =>
  actOn(storage, hanako, () => decided(null, { changes: { customer: sampleCustomer() }, events: [event] }));
const fenceOf = (storage: Storage) => actOn(storage, hanako, (_state, { fenceMs }) => decided(fenceMs));

describe("the mark beside a SQLite database", () => {
  it("is nobody else's to read, and says nothing while the file goes on where it was", async () => {
    expect(statSync(`${path}.mark`).mode & 0o777).toBe(0o600);
    for (let times = 0; times < 3; times += 1) expect(await within(fenceOf)).toBe(0);
    expect(raised).toEqual([]);
  });

  it("notices an older copy that is put back, before anything is decided on it, and once", async () => {
    copyFileSync(path, join(folder, "backup"));
    await within(changeHanako);
    copyFileSync(join(folder, "backup"), path);
    for (const suffix of ["-wal", "-shm"]) rmSync(path + suffix, { force: true });
    const fenceMs = nowMs() + hourMs;
    await within(async (storage) => {
      expect(await Promise.all([fenceOf(storage), fenceOf(storage)])).toEqual([fenceMs, fenceMs]);
      expect(await storage.eventsAfter("", 0, 9)).toMatchObject([
        { type: "fence.raised", detail: { reason: "history", change: "older" } },
      ]);
    });
    expect(await within(fenceOf)).toBe(fenceMs);
    expect(raised).toEqual([{ change: "older", fenceMs }]);
  });

  it.each([
    ["lowered from outside", (path: string) => setDriftLimit(path, 0), hourMs],
    ["lowered by the institution", () => putDriftLimit(600), 600_000],
  ])("raises the fence past every phone that may run ahead, also where the limit was %s", async (...row) => {
    const [, lower, aheadMs] = row;
    await lower(path);
    copyFileSync(path, join(folder, "backup"));
    await within(changeHanako);
    copyFileSync(join(folder, "backup"), path);
    for (const suffix of ["-wal", "-shm"]) rmSync(path + suffix, { force: true });
    expect(await within(fenceOf)).toBe(nowMs() + aheadMs);
  });

  it("notices a copy from before the newest opening, also when a kill kept the mark from being written since", async () => {
    const copy = (from: string, to: string) => copyFileSync(join(folder, from), join(folder, to));
    copy("w.db", "backup");
    const storage = await openSqliteStorage(path, vault, { nowMs });
    copy("w.db.mark", "mark.at-start");
    await changeHanako(storage);
    await storage.close();
    copy("mark.at-start", "w.db.mark");
    copy("backup", "w.db");
    for (const suffix of ["-wal", "-shm"]) rmSync(path + suffix, { force: true });
    // A start that decides nothing does not hide it.
    await within(async () => {});
    expect(raised).toEqual([]);
    expect(await within(fenceOf)).toBe(nowMs() + hourMs);
    expect(raised).toMatchObject([{ change: "older" }]);
  });

  it.each(Object.entries(everyWrite))("knows of %s: a copy from before it is older", async (_what, write) => {
    await within(prepareForWrites);
    await within(async (storage) => {
      const written = copiesOf(path);
      await write(storage);
      expect(copiesOf(path)).not.toEqual(written);
      await storage.close();
      for (const [suffix, bytes] of Object.entries(written)) writeFileSync(path + suffix, bytes);
    });
    await within(fenceOf);
    expect(raised).toMatchObject([{ change: "older" }]);
  });

  it("knows of an act that is on no record", async () => {
    await within(async (storage) => {
      const before = copiesOf(path);
      const once = { key: "k", fingerprint: "f", expiresAtMs: nowMs() + 1000 };
      await actOn(storage, { ...hanako, once }, () => decided("answered"));
      await storage.close();
      for (const [suffix, bytes] of Object.entries(before)) writeFileSync(path + suffix, bytes);
    });
    await within(fenceOf);
    expect(raised).toMatchObject([{ change: "older" }]);
  });

  it("knows of keys that were wrapped anew", async () => {
    copyFileSync(path, join(folder, "backup"));
    await rewrapSqlite(path, vault);
    copyFileSync(join(folder, "backup"), path);
    await within(fenceOf);
    expect(raised).toMatchObject([{ change: "older" }]);
  });

  it("does not let a copy that is written on catch up with what it has lost", async () => {
    copyFileSync(path, join(folder, "backup"));
    await within(changeHanako);
    copyFileSync(join(folder, "backup"), path);
    for (let starts = 0; starts < 3; starts += 1) {
      await within(async (storage) => {
        for (let times = 0; times < 9; times += 1) await storage.put("session", "id", times, nowMs() + 1);
        // For another reason than what became of the file: that declares nothing.
        await storage.raiseFence(nowMs() - 1, { ...event, type: "fence.raised", actor: byItself, institutionId: null });
      });
    }
    expect(raised).toEqual([]);
    expect(await within(fenceOf)).toBe(nowMs() + hourMs);
    expect(raised).toMatchObject([{ change: "older" }]);
  });

  it("knows a copy of what was given up when an older one was dealt with", async () => {
    copyFileSync(path, join(folder, "backup"));
    await within(changeHanako);
    await within(changeHanako);
    copyFileSync(path, join(folder, "given-up"));
    copyFileSync(join(folder, "backup"), path);
    await within(fenceOf);
    copyFileSync(join(folder, "given-up"), path);
    await within(fenceOf);
    expect(raised).toMatchObject([{ change: "older" }, { change: "older" }]);
  });

  it("waits for no disk when nothing was changed", async () => {
    await within(async (storage) => {
      const before = copiesOf(path);
      await storage.claimDueMails(nowMs(), 5, 1);
      await storage.sweep(nowMs());
      await storage.markMailSent("none", nowMs());
      await storage.ready();
      expect(copiesOf(path)).toEqual(before);
    });
  });

  it("is not alarmed by a kill between the database's new opening and the mark's", async () => {
    const before = readFileSync(`${path}.mark`);
    expect(await within(fenceOf)).toBe(0);
    writeFileSync(`${path}.mark`, before);
    expect(await within(fenceOf)).toBe(0);
    expect(raised).toEqual([]);
  });

  it("lets a copy be in which nothing is missing", async () => {
    copyFileSync(path, join(folder, "backup"));
    copyFileSync(join(folder, "backup"), path);
    expect(await within(fenceOf)).toBe(0);
  });

  it("notices a copy that is opened elsewhere, and one whose mark is another database's or torn", async () => {
    const elsewhere = join(folder, "elsewhere.db");
    copyFileSync(path, elsewhere);
    expect(await within(fenceOf, elsewhere)).toBe(nowMs() + hourMs);
    expect(raised).toMatchObject([{ change: "elsewhere" }]);
    expect(existsSync(`${elsewhere}.mark`)).toBe(true);
    rmSync(`${path}.mark`);
    expect(await within(fenceOf)).toBe(nowMs() + hourMs);
  });

  it("moves along with the file that it is of", async () => {
    const elsewhere = join(folder, "elsewhere.db");
    for (const suffix of ["", ".mark"]) copyFileSync(path + suffix, elsewhere + suffix);
    expect(await within(fenceOf, elsewhere)).toBe(0);
  });

  it("raises no further what an operator has declared", async () => {
    copyFileSync(path, join(folder, "backup"));
    await within(changeHanako);
    copyFileSync(join(folder, "backup"), path);
    await within((storage) => storage.raiseFence(nowMs(), { ...event, type: "fence.raised", institutionId: null }));
    expect(await within(fenceOf)).toBe(nowMs());
    expect(raised).toEqual([]);
  });

  it("knows what was committed within a second, and more when the file is closed", async () => {
    const before = readFileSync(`${path}.mark`, "utf8");
    await within(changeHanako);
    expect(readFileSync(`${path}.mark`, "utf8")).not.toBe(before);
    expect(readFileSync(`${path}.mark`, "utf8")).not.toMatch(/hanako|docomo/);
  });
});
