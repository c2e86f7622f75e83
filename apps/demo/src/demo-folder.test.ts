import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { credentialsFor } from "./credentials.ts";
import { DemoFolder } from "./demo-folder.ts";
import { portsFrom } from "./ports.ts";
import { tour } from "./tour.ts";

const state = {
  bankOrigin: "http://localhost:4000",
  clientId: "ozora-bank-4000",
  clientSecret: "secret",
  apiKey: "wrf_1_2",
  staffIds: ["one", "two"],
};

let path: string;
let folder: DemoFolder;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "warifu-demo-"));
  folder = new DemoFolder(path);
  folder.prepare();
});

afterEach(() => rmSync(path, { recursive: true }));

function serviceHasRun(): void {
  for (const name of ["warifu.sqlite", "warifu.sqlite-wal", "warifu.sqlite.owner", "key-ring.json"]) {
    writeFileSync(join(path, name), "x");
  }
}

describe("the demo's folder", () => {
  it("knows a second start only once the first has come to its end", () => {
    expect(folder.readState()).toBeNull();
    serviceHasRun();
    expect(folder.readState()).toBeNull();
    folder.writeState(state);
    expect(folder.readState()).toEqual(state);
  });

  it("does not take half of what was kept for the whole", () => {
    serviceHasRun();
    folder.writeState(state);
    rmSync(folder.keyRing);
    expect(folder.readState()).toBeNull();
  });

  it("forgets everything it made, and nothing else", () => {
    serviceHasRun();
    folder.writeState(state);
    folder.writeBankClientSecret("secret");
    folder.write("mails.json", []);
    folder.writeProcesses(1);
    writeFileSync(join(path, "notes.txt"), "mine");
    folder.forget();
    expect(readdirSync(path)).toEqual(["notes.txt"]);
  });

  it("keeps customers that were added between two starts", () => {
    const added = [{ customerId: "jiro", password: "x", name: "次郎" }];
    folder.write("bank-customers.json", added);
    folder.prepare();
    expect(JSON.parse(readFileSync(folder.bankCustomers, "utf8"))).toEqual(added);
  });

  it("takes away the credentials of the last start until new ones are true", () => {
    folder.write("credentials.json", {});
    folder.prepare();
    expect(existsSync(join(path, "credentials.json"))).toBe(false);
  });

  it("keeps the mails of earlier starts, and has none when they cannot be read", () => {
    expect(folder.readMails()).toEqual([]);
    const mails = [{ to: "a@b.jp", from: "c@d.jp", subject: "x", text: "y", receivedAt: "2026-11-22T05:53:00.000Z" }];
    folder.write("mails.json", mails);
    folder.prepare();
    expect(folder.readMails()).toEqual(mails);
    writeFileSync(join(path, "mails.json"), '[{"to":');
    expect(folder.readMails()).toEqual([]);
  });

  it("lets nobody else read what it keeps", () => {
    folder.writeBankClientSecret("secret");
    expect(statSync(folder.bankClientSecret).mode & 0o077).toBe(0);
  });
});

describe("what the demo tells", () => {
  const credentials = credentialsFor(portsFrom("4000"), state, ["http://localhost:4003/a", "http://localhost:4003/b"], {
    WARIFU_DATABASE: "sqlite:x",
  });

  it("to scripts has the shape they rely on", () => {
    expect(credentials).toMatchObject({
      bank: { url: "http://localhost:4000", customers: [{ customerId: "hanako" }, { customerId: "taro" }] },
      gate: { url: "http://localhost:4001" },
      token: { url: "http://localhost:4002" },
      console: {
        url: "http://localhost:4003",
        staff: [
          { name: "受付 さくら", role: "teller", signInLink: "http://localhost:4003/a" },
          { name: "役席 誠", role: "approver", signInLink: "http://localhost:4003/b" },
        ],
      },
      api: { url: "http://localhost:4004", key: "wrf_1_2" },
      ops: { url: "http://localhost:4005" },
      mailbox: { url: "http://localhost:4006" },
      tour: { url: "http://localhost:4008" },
      warifu: { env: { WARIFU_DATABASE: "sqlite:x" } },
    });
  });

  it("to people names every address, log-in and link they need, in both languages", () => {
    const text = tour(credentials, { hanako: "applied", taro: "none" });
    const { bank, token, mailbox, console: branch } = credentials;
    const needed = [bank.url, token.url, mailbox.url, ...branch.staff.map(({ signInLink }) => signInLink)];
    for (const customer of bank.customers) needed.push(customer.customerId, customer.password);
    for (const word of [...needed, "Ctrl-C", "--fresh", "390"]) expect(text).toContain(word);
    expect(text).not.toContain(credentials.api.key);
  });

  it("to people begins with one address: the tour page's", () => {
    const addresses = tour(credentials, {}).match(/https?:\/\/\S+/g) ?? [];
    expect(addresses[0]).toBe("http://localhost:4008");
  });

  it("to people is true at a second start: it says where each customer stands now", () => {
    const text = tour(credentials, { hanako: "inUse", taro: "applied" });
    expect(text).toMatch(/hanako .*トークン利用中 \/ token in use/);
    expect(text).toMatch(/taro .*利用申込済み、トークン未発行 \/ applied, no token yet/);
    expect(tour(credentials, {})).toMatch(/hanako .*state not known/);
  });
});
