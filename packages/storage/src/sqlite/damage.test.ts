import { presence } from "@warifu/otp";
import { cancel, keyOf, KeyUnreadable, revoke, verify } from "@warifu/rules";
import type { Context, Storage } from "@warifu/rules";
import { defaultPolicy } from "@warifu/rules";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { describeSignedDirectory } from "../contract/describe-signed-directory.ts";
import { approvalEdits, ask, branch, expectDamagedAlone } from "../contract/approvals-at-branch.ts";
import { actOn } from "../contract/open-fresh.ts";
import * as sample from "../contract/samples.ts";
import { codeAt } from "../contract/totp.ts";
import { RowDamaged } from "../sealing/row-damaged.ts";
import { freshDatabases } from "./fresh-database.ts";
import { openSqliteStorage } from "./open-storage.ts";

const { decided, hanako, sampleClient, sampleCustomer, sampleEvent, sampleMail, sampleToken, startMs, taro } = sample;
const databases = freshDatabases();
afterAll(databases.removeAll);

const keyOfTaro = Buffer.from("this-is-the-key-of-taro's---app!");
const context: Context = {
  nowMs: startMs,
  policy: defaultPolicy,
  actor: { kind: "customer", id: null, channel: "gate" },
  fenceMs: 0,
};
const login = (key?: Uint8Array) =>
  ({ codeFor: presence, otp: codeAt(startMs, key), purpose: "login", reference: null }) as const;

/** Hanako and Taro, each with a token in use, after somebody has run `sql` on the closed file. */
async function after(sql: string): Promise<Storage> {
  const { path, vault } = await databases.make();
  const open = () => openSqliteStorage(path, vault, { nowMs: () => startMs });
  const before = await open();
  const tokens = [sampleToken()];
  const profile = {
    name: "山田花子",
    nameKana: "ヤマダ ハナコ",
    branchCode: "001",
    accountNumber: "7",
    phone: "090-1",
  };
  const hers = { customer: sampleCustomer({ profile }), tokens };
  await actOn(before, hanako, () => decided(null, { changes: hers, mails: [sampleMail()] }));
  const his = sampleToken({ tokenId: "token-2", userId: "HIS", key: keyOf(keyOfTaro) });
  const mail = sampleMail({ tokenId: sample.tokenIdOf("token-2") });
  await actOn(before, taro, () =>
    decided(null, { changes: { customer: sampleCustomer({ ...taro, profile }), tokens: [his] }, mails: [mail] }),
  );
  await before.addClient(sampleClient(), sampleEvent());
  await before.put("session", "id", "payload", startMs + 1);
  await before.secret("name", () => "made");
  await before.close();
  const db = new DatabaseSync(path);
  db.exec("DROP TRIGGER token_last_step_rises; DROP TRIGGER token_revoked_stays");
  db.exec(sql);
  db.close();
  return open();
}

/** Both customers log in by one call. */
const bothLogIn = (storage: Storage) =>
  storage.act(
    [hanako, taro],
    sample.forCodes((state, index) => verify(state, login(index === 0 ? undefined : keyOfTaro), context)),
  );

const accepted = { status: "fulfilled", value: { ok: true } };
const damaged = { status: "rejected", reason: { name: "RowDamaged" } };
const unreadable = { status: "fulfilled", value: { ok: false, refusal: { code: "keyUnreadable" } } };
const ofHanako = "WHERE customer_id = 'hanako'";
const stateOfHanako = "WHERE number = 1";
/** Changes one byte of a sealed value's ciphertext. */
const flip = (column: string) => {
  const other = `iif(substr(${column}, 21, 1) = x'00', x'01', x'00')`;
  return `${column} = CAST(substr(${column}, 1, 20) || ${other} || substr(${column}, 22) AS BLOB)`;
};

describe("a row changed from outside hurts its customer alone:", () => {
  const edits: Record<string, string> = {
    "counts set back": `UPDATE token_state SET wrong_in_a_row = 0 ${stateOfHanako}`,
    "lastStep set back": `UPDATE token_state SET last_step = last_step - 1 ${stateOfHanako}`,
    "a life given back": `UPDATE token SET life = 'activated' ${ofHanako}`,
    "an expiry put off": `UPDATE token SET expires_at_ms = expires_at_ms + 1 ${ofHanako}`,
    "a lock lifted": `UPDATE token_state SET locked_at_ms = 1 ${stateOfHanako}`,
    "another user ID": `UPDATE token SET user_id = 'MINE' ${ofHanako}`,
    "a sealed value removed": `UPDATE token SET sealed_key = NULL ${ofHanako}`,
    "a changed MAC": `UPDATE token_state SET mac = zeroblob(37) ${stateOfHanako}`,
    "the state removed": `DELETE FROM token_state ${stateOfHanako}`,
    "another's state": `UPDATE token SET number = 2 ${ofHanako}`,
    "a MAC cut off": `UPDATE token_state SET mac = x'' ${stateOfHanako}`,
    "a damaged registration record": `UPDATE token SET ${flip("sealed_registration_record")} ${ofHanako}`,
    "a mail address put in place of the record": `UPDATE token SET sealed_registration_record = sealed_mobile_email ${ofHanako}`,
    "another's MAC": `UPDATE token_state SET mac = (SELECT mac FROM token_state WHERE number = 2) ${stateOfHanako}`,
  };
  it.each(Object.entries(edits))("%s", async (_what, sql) => {
    const storage = await after(sql);
    expect(await bothLogIn(storage)).toMatchObject([damaged, accepted]);
    await expect(storage.look(hanako)).rejects.toThrow(RowDamaged);
    expect((await storage.look(taro)).customer?.customerId).toBe("taro");
    await storage.close();
  });

  it.each([
    ["damaged", flip("sealed_mobile_email")],
    ["another's", "sealed_mobile_email = (SELECT sealed_mobile_email FROM token WHERE customer_id = 'taro')"],
  ])("a mail address that is %s is never written to, and keeps no lock from falling", async (_what, change) => {
    const storage = await after(`UPDATE token SET ${change} ${ofHanako}; DELETE FROM mail`);
    const strict = { ...context, policy: { ...defaultPolicy, wrongCodesUntilLock: 1 } };
    const wrong = { codeFor: presence, otp: "00000000", purpose: "login", reference: null } as const;
    await actOn(storage, hanako, (state) => verify(state, wrong, strict));
    const [token] = (await storage.look(hanako)).tokens;
    expect(token?.lockedAtMs).toBe(startMs);
    expect(() => token?.mobileEmail?.open()).toThrow(KeyUnreadable);
    expect(await storage.claimDueMails(startMs, 9, 1)).toEqual([]);
    await storage.close();
  });

  const ownRowEdits = {
    "use given back": `UPDATE customer SET otp_use = 'cancelled' ${ofHanako}`,
    "a changed profile": `UPDATE customer SET ${flip("sealed_profile")} ${ofHanako}`,
    "a profile removed": `UPDATE customer SET sealed_profile = NULL ${ofHanako}`,
    "another's profile": `UPDATE customer SET sealed_profile = (SELECT sealed_profile FROM customer WHERE customer_id = 'taro') ${ofHanako}`,
    "issuances forgotten": `UPDATE customer SET issuances_at_ms = '[1]' ${ofHanako}`,
    "the customer's row removed": `DELETE FROM customer ${ofHanako}`,
  };
  it.each(Object.entries(ownRowEdits))(
    "%s: codes go by the token's row alone, nothing else goes on",
    async (_what, sql) => {
      const storage = await after(sql);
      expect(await bothLogIn(storage)).toMatchObject([accepted, accepted]);
      await expect(storage.look(hanako)).rejects.toThrow(RowDamaged);
      await expect(actOn(storage, hanako, (state) => cancel(state, { reason: "x" }, context))).rejects.toThrow(
        RowDamaged,
      );
      await storage.close();
    },
  );

  it("a damaged profile is found all the same, and told as unreadable; the others are as they were", async () => {
    const storage = await after(`UPDATE customer SET ${flip("sealed_profile")} ${ofHanako}`);
    const found = await storage.findCustomers("ozora", { branchCode: "001", nameKana: "ヤマ" }, 9);
    expect(found).toMatchObject([
      { customerId: "hanako", profile: { name: null }, unreadable: true },
      { customerId: "taro", profile: { name: "山田花子" } },
    ]);
    await storage.close();
  });

  const keyEdits = { changed: flip("sealed_key"), emptied: "sealed_key = x''" };
  it.each(Object.entries(keyEdits))("a key %s refuses codes, and lets staff revoke the token", async (_how, set) => {
    const storage = await after(`UPDATE token SET ${set} ${ofHanako}`);
    expect(await bothLogIn(storage)).toMatchObject([unreadable, accepted]);
    const { tokens } = await storage.look(hanako);
    expect(() => tokens[0]?.key?.open()).toThrow(KeyUnreadable);
    const revoked = await actOn(storage, hanako, (state) =>
      revoke(state, { tokenId: null, reason: "damaged" }, context),
    );
    expect(revoked.ok).toBe(true);
    expect((await storage.look(hanako)).tokens[0]?.life).toBe("revoked");
    await storage.close();
  });

  it("keys swapped between two customers open for neither, with neither's code", async () => {
    const storage = await after(`
      CREATE TEMP TABLE two AS SELECT customer_id, sealed_key FROM token;
      UPDATE token SET sealed_key = (SELECT sealed_key FROM two WHERE two.customer_id <> token.customer_id)`);
    expect(await bothLogIn(storage)).toMatchObject([unreadable, unreadable]);
    const swapped = storage.act([hanako, taro], (state, index) =>
      verify(state, login(index === 0 ? keyOfTaro : undefined), context),
    );
    expect(await swapped).toMatchObject([unreadable, unreadable]);
    await storage.close();
  });

  it("token rows swapped between two customers count for neither", async () => {
    const storage = await after(`
      UPDATE token SET customer_id = 'nobody' WHERE customer_id = 'hanako';
      UPDATE token SET customer_id = 'hanako' WHERE customer_id = 'taro';
      UPDATE token SET customer_id = 'taro' WHERE customer_id = 'nobody'`);
    expect(await bothLogIn(storage)).toMatchObject([damaged, damaged]);
    await storage.close();
  });

  it("a token's row put to another customer of no row is damage, not a new customer", async () => {
    const storage = await after("UPDATE token SET customer_id = 'nobody' WHERE customer_id = 'hanako'");
    await expect(storage.look({ ...hanako, customerId: "nobody" })).rejects.toThrow(RowDamaged);
    await storage.close();
  });
});

describe("an approval changed from outside", () => {
  it.each(Object.entries(approvalEdits))("to %s runs nothing and keeps nobody from the others", async (_to, edit) => {
    const { path, vault } = await databases.make();
    const open = () => openSqliteStorage(path, vault, { nowMs: () => startMs });
    const before = await branch(await open());
    const { commandHash } = await ask(before, "a1");
    await ask(before, "a2");
    await before.close();
    const db = new DatabaseSync(path);
    db.exec(`UPDATE approval SET ${edit} WHERE approval_id = 'a1'`);
    db.close();
    const storage = await open();
    await expectDamagedAlone(storage, commandHash);
    await storage.close();
  });
});

describe("other sealed values changed from outside", () => {
  it("a mail whose address is damaged is given up, and the others go out", async () => {
    const storage = await after(`UPDATE mail SET ${flip("sealed_to")} ${ofHanako}`);
    const due = await storage.claimDueMails(startMs, 9, 1);
    expect(due.map(({ customerId }) => customerId)).toEqual(["taro"]);
    expect(await storage.claimDueMails(startMs + 99, 9, 1)).toHaveLength(1);
    await expect(storage.mailsOfToken(sample.tokenIdOf("token-1"))).rejects.toThrow(KeyUnreadable);
    await storage.close();
  });

  it("a RADIUS client whose secret is damaged is left out, and the others go on", async () => {
    const { path, vault } = await databases.make();
    const open = () => openSqliteStorage(path, vault, { nowMs: () => startMs });
    const before = await open();
    const saved = sampleEvent({ type: "radiusClient.saved", customerId: null, tokenId: null });
    const vpn = {
      radiusClientId: "vpn",
      institutionId: "ozora",
      name: "VPN",
      address: "192.0.2.1",
      sharedSecret: "s".repeat(24),
    };
    const ssh = { ...vpn, radiusClientId: "ssh", address: "192.0.2.2" };
    for (const client of [vpn, ssh]) await before.addRadiusClient(client, saved);
    await before.close();
    const db = new DatabaseSync(path);
    db.exec(`UPDATE radius_client SET ${flip("sealed_secret")} WHERE radius_client_id = 'vpn'`);
    db.close();
    const storage = await open();
    expect(await storage.radiusClients()).toEqual([ssh]);
    await storage.close();
  });

  it("a staff member's name that is damaged is told by the ID, and keeps nobody from working", async () => {
    const { path, vault } = await databases.make();
    const open = () => openSqliteStorage(path, vault, { nowMs: () => startMs });
    const before = await open();
    for (const staffId of ["one", "two"])
      await before.putStaff(sample.sampleStaff({ staffId, name: staffId.toUpperCase() }), sampleEvent());
    await before.close();
    const db = new DatabaseSync(path);
    db.exec(`UPDATE staff SET ${flip("sealed_name")} WHERE staff_id = 'one'`);
    db.close();
    const storage = await open();
    expect((await storage.staffOf("ozora")).map(({ name }) => name)).toEqual(["one", "TWO"]);
    await storage.close();
  });

  it("a client secret, a record and a service secret are refused, not misread", async () => {
    const storage = await after(
      `UPDATE client SET ${flip("sealed_secret")}; UPDATE record SET ${flip("sealed")}; UPDATE secret SET ${flip("sealed")}`,
    );
    await expect(storage.client("ozora-bank")).rejects.toThrow(KeyUnreadable);
    await expect(storage.get("session", "id", startMs)).rejects.toThrow(KeyUnreadable);
    await expect(storage.secret("name", () => "new")).rejects.toThrow(KeyUnreadable);
    await storage.close();
  });

  it("a record's payload put under another ID or kind does not open", async () => {
    const storage = await after("UPDATE record SET kind = 'staff-session'");
    await expect(storage.get("staff-session", "id", startMs)).rejects.toThrow(KeyUnreadable);
    await storage.close();
  });

  it("an institution's damaged data key hurts that institution alone, and its mails wait", async () => {
    const storage = await after("UPDATE data_key SET wrapped = zeroblob(60) WHERE institution_id = 'ozora'");
    const elsewhere = { institutionId: "kaze", customerId: "jiro" };
    const slots = await storage.act([hanako, elsewhere], () => decided("done"));
    expect(slots).toMatchObject([
      { status: "rejected", reason: { name: "KeyUnreadable" } },
      { status: "fulfilled", value: "done" },
    ]);
    expect(await storage.claimDueMails(startMs, 9, 1)).toEqual([]);
    await storage.close();
  });
});

describeSignedDirectory(async (fill, sql) => {
  const { path, vault } = await databases.make();
  const open = () => openSqliteStorage(path, vault, { nowMs: () => startMs });
  const before = await open();
  await fill(before);
  await before.close();
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
  return open();
});
