import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { actOn } from "../contract/open-fresh.ts";
import * as sample from "../contract/samples.ts";
import { freshDatabases } from "./fresh-database.ts";
import { openSqliteStorage } from "./open-storage.ts";

const {
  decided,
  hanako,
  sampleClient,
  sampleCustomer,
  sampleEvent,
  sampleKey,
  sampleMail,
  sampleStaff,
  sampleToken,
  startMs,
} = sample;
const databases = freshDatabases();
afterAll(databases.removeAll);

const profile = {
  name: "山本花子",
  nameKana: "ヤマモト ハナコ",
  branchCode: "001",
  accountNumber: "7654321",
  phone: "090-1234-5678",
};
const secrets: Record<string, string | Uint8Array> = {
  "token key": sampleKey,
  "token key as hex": Buffer.from(sampleKey).toString("hex"),
  "token key as base64": Buffer.from(sampleKey).toString("base64").slice(0, 40),
  "address of the phone": "hanakodt@oozora.co.jp",
  "address of a mail": "another-address@phone.example",
  "registration record": "registration-record-of-hanako",
  "client secret": "client-secret-of-the-bank",
  "service secret": "the-opaque-server-setup",
  "record payload": "what-a-session-holds",
  "record ID": "the-session-id-that-opens-it",
  "record group": "the-group-of-the-session",
  "counter ID": "the-user-id-that-is-counted",
  "name of a customer": profile.name,
  "kana of a customer": profile.nameKana,
  "kana of a customer, as it is searched": "ヤマモトハナコ",
  "account number": profile.accountNumber,
  "name of a staff member": "山田窓口",
  "branch of a staff member": "本店営業部",
  "phone number": profile.phone,
  "phone number, as it is searched": "09012345678",
};

/** Fills every place where a secret could lie. */
async function filled() {
  const database = await databases.make();
  const storage = await openSqliteStorage(database.path, database.vault, { nowMs: () => startMs });
  await actOn(storage, hanako, () =>
    decided(null, {
      changes: { customer: sampleCustomer({ profile }), tokens: [sampleToken()] },
      events: [sampleEvent()],
      mails: [sampleMail({ to: "another-address@phone.example" })],
    }),
  );
  await storage.putStaff(sampleStaff({ name: "山田窓口", branchName: "本店営業部" }), sampleEvent());
  await storage.addClient(sampleClient(), sampleEvent());
  await storage.secret("opaque-setup", () => "the-opaque-server-setup");
  const groups = ["the-group-of-the-session"];
  await storage.put("session", "the-session-id-that-opens-it", { text: "what-a-session-holds" }, startMs + 1, groups);
  await storage.count("tries", "the-user-id-that-is-counted", startMs, startMs + 1);
  return { ...database, storage };
}

const databaseFiles = (folder: string) => readdirSync(folder).filter((name) => name.startsWith("warifu.db"));

describe("the raw files of a SQLite store", () => {
  it("hold no secret: not in the database, not in the write-ahead log, open or closed", async () => {
    const { folder, storage } = await filled();
    const leaks = () =>
      databaseFiles(folder).flatMap((name) => {
        const bytes = readFileSync(join(folder, name));
        return Object.entries(secrets).flatMap(([what, secret]) =>
          bytes.includes(secret) ? [`${what} in ${name}`] : [],
        );
      });
    expect(databaseFiles(folder)).toContain("warifu.db-wal");
    expect(leaks()).toEqual([]);
    // The search can see: what is not secret is there.
    const log = readFileSync(join(folder, "warifu.db-wal"));
    expect([log.includes("hanako"), log.includes("token-1")]).toEqual([true, true]);
    await storage.close();
    expect(leaks()).toEqual([]);
  });

  it.runIf(process.platform !== "win32")("can be read by their owner only", async () => {
    const { folder, storage } = await filled();
    const open = databaseFiles(folder).filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0);
    expect(open).toEqual([]);
    await storage.close();
  });
});
