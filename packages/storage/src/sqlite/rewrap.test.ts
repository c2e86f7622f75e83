import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { KeyUnreadable, noProfile } from "@warifu/rules";
import { afterAll, describe, expect, it } from "vitest";
import { actOn } from "../contract/open-fresh.ts";
import * as sample from "../contract/samples.ts";
import { addKeyToRing, createKeyRing } from "../keys/key-ring.ts";
import { openKeyVault } from "../keys/key-vault.ts";
import type { KeyVault } from "../keys/key-vault.ts";
import { freshDatabases } from "./fresh-database.ts";
import { openSqliteStorage } from "./open-storage.ts";
import { rewrapSqlite } from "./rewrap.ts";

const { decided, hanako, sampleClient, sampleCustomer, sampleEvent, sampleKey, sampleMail, sampleToken, startMs } =
  sample;
const databases = freshDatabases();
afterAll(databases.removeAll);

/** A closed database with something in every sealed place: the service's and one institution's data key. */
async function filled() {
  const database = await databases.make();
  const storage = await openSqliteStorage(database.path, database.vault, { nowMs: () => startMs });
  const profile = { ...noProfile, phone: "090-1234-5678", nameKana: "ヤマダ ハナコ" };
  const changes = { customer: sampleCustomer({ profile }), tokens: [sampleToken()] };
  await actOn(storage, hanako, () => decided(null, { changes, mails: [sampleMail()] }));
  await storage.addClient(sampleClient(), sampleEvent());
  await storage.put("session", "id", "payload", startMs + 1);
  await storage.secret("name", () => "made");
  await storage.close();
  return database;
}

async function expectAllReadable(path: string, vault: KeyVault): Promise<void> {
  const storage = await openSqliteStorage(path, vault, { nowMs: () => startMs });
  const { tokens } = await storage.look(hanako);
  expect(tokens[0]?.key?.open()).toEqual(sampleKey);
  expect(tokens[0]?.mobileEmail?.open()).toBe("hanakodt@oozora.co.jp");
  const found = await storage.findCustomers("ozora", { phone: "09012345678", nameKana: "ヤマ" }, 9);
  expect(found.map(({ profile }) => profile.nameKana)).toEqual(["ヤマダ ハナコ"]);
  expect((await storage.client("ozora-bank"))?.clientSecret).toBe("client-secret-of-the-bank");
  expect(await storage.get("session", "id", startMs)).toBe("payload");
  expect(await storage.secret("name", () => "another")).toBe("made");
  expect((await storage.mailsOfToken(sampleMail().tokenId))[0]?.order).toEqual(sampleMail());
  await storage.close();
}

/** Takes every key but the active one out of the ring. */
function destroyOldKeys(ringFile: string): void {
  const ring = JSON.parse(readFileSync(ringFile, "utf8")) as { active: string; keys: { id: string }[] };
  const keys = ring.keys.filter(({ id }) => id === ring.active);
  writeFileSync(ringFile, JSON.stringify({ ...ring, keys }));
}

describe("rotation of the key-encryption key", () => {
  it("keeps everything readable at each moment, and the old key can go afterwards", async () => {
    const { path, ringFile } = await filled();
    await addKeyToRing(ringFile);
    await expectAllReadable(path, await openKeyVault(ringFile));
    expect(await rewrapSqlite(path, await openKeyVault(ringFile))).toBe(2);
    expect(await rewrapSqlite(path, await openKeyVault(ringFile))).toBe(0);
    destroyOldKeys(ringFile);
    await expectAllReadable(path, await openKeyVault(ringFile));
  });

  it("done too early, before the rewrapping, is told at once: the database does not open", async () => {
    const { path, ringFile } = await filled();
    copyFileSync(ringFile, `${ringFile}.kept`);
    await addKeyToRing(ringFile);
    destroyOldKeys(ringFile);
    const vault = await openKeyVault(ringFile);
    await expect(openSqliteStorage(path, vault, { nowMs: () => 0 })).rejects.toThrow(
      /key ring does not hold the key kek-1/,
    );
    await expectAllReadable(path, await openKeyVault(`${ringFile}.kept`));
  });

  it("with another database's ring is refused, and nothing is changed", async () => {
    const { path, folder, vault } = await filled();
    const other = join(folder, "other-ring.json");
    await createKeyRing(other);
    const otherVault = await openKeyVault(other);
    await expect(openSqliteStorage(path, otherVault, { nowMs: () => 0 })).rejects.toThrow(KeyUnreadable);
    await expect(rewrapSqlite(path, otherVault)).rejects.toThrow(KeyUnreadable);
    await expectAllReadable(path, vault);
  });

  it("is whole or nothing: one data key that does not open keeps all as they are", async () => {
    const { path, ringFile, vault } = await filled();
    const db = new DatabaseSync(path);
    db.exec("UPDATE data_key SET wrapped = zeroblob(60) WHERE institution_id = 'ozora'");
    await addKeyToRing(ringFile);
    await expect(rewrapSqlite(path, await openKeyVault(ringFile))).rejects.toThrow(KeyUnreadable);
    const keyIds = db.prepare("SELECT DISTINCT kek_id FROM data_key").all();
    expect(keyIds).toEqual([{ kek_id: vault.activeKeyId }]);
    db.close();
  });

  it("does not take one institution's data key for another's", async () => {
    const { path, vault } = await filled();
    const db = new DatabaseSync(path);
    db.exec("UPDATE data_key SET wrapped = (SELECT wrapped FROM data_key WHERE institution_id = '') WHERE 1");
    db.close();
    const storage = await openSqliteStorage(path, vault, { nowMs: () => 0 });
    await expect(storage.look(hanako)).rejects.toThrow(KeyUnreadable);
    await storage.close();
  });

  it("a vault that was away for a moment is asked again", async () => {
    const { path, vault } = await filled();
    let away = false;
    const flickering: KeyVault = {
      ...vault,
      unwrap: (wrapped, context) => (away ? Promise.reject(new Error("away")) : vault.unwrap(wrapped, context)),
    };
    const storage = await openSqliteStorage(path, flickering, { nowMs: () => 0 });
    away = true;
    await expect(storage.look(hanako)).rejects.toThrow("away");
    await expect(actOn(storage, hanako, () => decided(null))).rejects.toThrow("away");
    away = false;
    expect((await storage.look(hanako)).customer?.customerId).toBe("hanako");
    await storage.close();
  });
});
