import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultPolicy } from "@warifu/rules";
import type { Storage } from "@warifu/rules";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { actOn } from "../contract/open-fresh.ts";
import { decided, hanako, sampleCustomer } from "../contract/samples.ts";
import { createKeyRing } from "../keys/key-ring.ts";
import { openKeyVault } from "../keys/key-vault.ts";
import type { KeyVault } from "../keys/key-vault.ts";
import { migrateSqlite } from "./migrate-sqlite.ts";
import { openSqliteStorage } from "./open-sqlite-storage.ts";

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
    const texts = { nameJa: "", nameEn: "", supportPhone: "", supportHoursJa: "", supportHoursEn: "" };
    const { institutionId } = hanako;
    await storage.putInstitution({ institutionId, serviceId: "10121234", texts, policy: defaultPolicy }, event);
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

async function within<Value>(body: (storage: Storage) => Promise<Value>, at = path): Promise<Value> {
  const observer = { waiting: () => {}, commit: () => {}, fenceRaised: (one: object) => raised.push(one) };
  const storage = await openSqliteStorage(at, vault, { nowMs, observer });
  try {
    return await body(storage);
  } finally {
    await storage.close();
  }
}
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
