import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyRing, migrate } from "@warifu/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiKey, clientSecret, openAllFaces } from "./all-faces.ts";
import type { AllFaces } from "./all-faces.ts";
import { issueAt } from "./set-up-by-hand.ts";
import { testConfig } from "./test-service.ts";

const folder = mkdtempSync(join(tmpdir(), "warifu-clear-"));
const config = {
  ...testConfig,
  database: `sqlite:${join(folder, "warifu.db")}`,
  keyRingFile: join(folder, "key-ring.json"),
};
const hanako = {
  name: "大空花子",
  nameKana: "オオゾラ ハナコ",
  branchCode: "037",
  accountNumber: "7654321",
  phone: "090-1234-5678",
};
const taro = { ...hanako, name: "大空太郎", nameKana: "ｵｵｿﾞﾗ ﾀﾛｳ", accountNumber: "8765432", phone: "0312349876" };
/** What may be in no file but the key ring, and in no line of the log. */
const secrets: readonly string[] = [
  ...[hanako, taro].flatMap(({ name, nameKana, accountNumber, phone }) => [name, nameKana, accountNumber, phone]),
  "オオゾラハナコ",
  "オオゾラタロウ",
  "09012345678",
  "03-1234-9876",
  "hanakodt@oozora.co.jp",
  "山田 窓口",
  clientSecret,
  apiKey,
];

let faces: AllFaces;
beforeAll(async () => {
  await createKeyRing(config.keyRingFile);
  await migrate(config.database);
  faces = await openAllFaces({ config });
});
afterAll(() => rmSync(folder, { recursive: true }));

const found = () => {
  const files = readdirSync(folder).filter((name) => name.startsWith("warifu.db") && !name.endsWith(".sock"));
  const bytes = files.map((name) => readFileSync(join(folder, name)));
  return secrets.filter(
    (secret) => bytes.some((each) => each.includes(secret)) || faces.test.logged().includes(secret),
  );
};

describe("what the bank, the branch and the customer said of a person", () => {
  it("lies in the clear neither in the database's files nor in the log, while the service runs and after it ended", async () => {
    expect((await faces.askApi("PUT", "hanako/application", hanako)).status).toBe(201);
    const teller = await faces.signedIn();
    const form = { customerId: "taro", ...taro, identityCheck: "driverLicence", reason: "newApplication" };
    const filled = await teller.post("/applications/new", form);
    const order = filled.headers.location ?? "";
    // The page carries what it showed, so that nothing else is carried out.
    const shown = [...(await teller.get(order)).body.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)];
    await teller.post(order, Object.fromEntries(shown.map(([, name = "", value = ""]) => [name, value])));
    await teller.post("/search", { phone: "０３（１２３４）９８７６", nameKana: "オオゾラ" });
    await teller.get("/customers/hanako");
    const browser = faces.browser("gate");
    await issueAt(browser, await faces.openVisit(browser, "hanako"));
    await faces.askApi("POST", "hanako/verifications", { otp: "12345678", purpose: "login" });

    const { institutionId } = faces.test.institution;
    const { storage } = faces.test.service;
    const people = await storage.findCustomers(institutionId, { nameKana: "おおぞら" }, 9);
    expect(people.map(({ customerId }) => customerId)).toEqual(["hanako", "taro"]);
    const events = await storage.eventsAfter(institutionId, 0, 99);
    expect(events.length).toBeGreaterThan(4);
    const told = JSON.stringify(events);
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
    expect(found()).toEqual([]);
    await faces.close();
    expect(found()).toEqual([]);
  });
});
