import type { ApiKey, RadiusClient, Storage } from "@warifu/rules";
import { defaultPolicy } from "@warifu/rules";
import { afterEach, describe, expect, it } from "vitest";
import { RowDamaged } from "../sealing/row-damaged.ts";
import { sampleClient, sampleEvent, sampleInstitution, sampleStaff, startMs } from "./samples.ts";

/** Fills a store, runs SQL on its database as somebody from outside would, and gives the store again. */
export type AfterSql = (fill: (storage: Storage) => Promise<void>, sql: string) => Promise<Storage>;

const saved = sampleEvent({ customerId: null, tokenId: null });
const ozora = sampleInstitution();
const aozora = sampleInstitution({ institutionId: "aozora", serviceId: "20000000" });
const earlierSecret = { secret: "the secret before", endsAtMs: startMs };
const bank = sampleClient({ earlierSecret });
const app = sampleClient({ clientId: "ozora-app", clientSecret: "secret-of-the-app" });
const hana = sampleStaff({ staffId: "hana" });
const jiro = sampleStaff({ staffId: "jiro", disabledAtMs: startMs });
const vpn: RadiusClient = {
  radiusClientId: "vpn",
  institutionId: "ozora",
  name: "VPN",
  address: "192.0.2.1",
  sharedSecret: "shared-secret-of-the-vpn",
  earlierSecret,
};
const ssh: RadiusClient = {
  ...vpn,
  radiusClientId: "ssh",
  address: "192.0.2.2",
  sharedSecret: "that-of-the-other",
  earlierSecret: { secret: "the other before", endsAtMs: startMs + 1 },
};
const keyNumber = (number: number): ApiKey => ({
  keyId: `key-${number}`,
  clientId: "ozora-bank",
  institutionId: "ozora",
  keyHash: `hash-${number}`,
  createdAtMs: startMs + number,
  lastUsedAtMs: null,
  revokedAtMs: number === 1 ? null : startMs + 9,
});

async function fill(storage: Storage): Promise<void> {
  for (const institution of [ozora, aozora]) await storage.putInstitution(institution, saved);
  for (const client of [bank, app]) await storage.addClient(client, saved);
  for (const member of [hana, jiro]) await storage.putStaff(member, saved);
  for (const client of [vpn, ssh]) await storage.addRadiusClient(client, saved);
  for (const number of [1, 2]) await storage.addApiKey(keyNumber(number), 9, saved);
}

/** What grants something is believed only as it was written: whoever writes the database is nobody by it. */
export function describeSignedDirectory(afterSql: AfterSql): void {
  let open: Storage | undefined;
  afterEach(async () => {
    await open?.close();
  });
  const after = async (sql: string) => (open = await afterSql(fill, sql));

  describe("a row that grants something, changed from outside, is refused and takes nobody else along:", () => {
    const strict = JSON.stringify({ ...defaultPolicy, wrongCodesUntilLock: 1_000_000 });

    it.each([
      ["a policy", `UPDATE institution SET policy = '${strict}' WHERE institution_id = 'ozora'`],
      ["a text", "UPDATE institution SET texts = '{}' WHERE institution_id = 'ozora'"],
      [
        "a policy of another",
        "UPDATE institution SET mac = (SELECT mac FROM institution WHERE institution_id = 'aozora') WHERE institution_id = 'ozora'",
      ],
    ])("%s", async (_what, sql) => {
      const storage = await after(sql);
      await expect(storage.institution("ozora")).rejects.toThrow(RowDamaged);
      await expect(storage.institutionByServiceId(ozora.serviceId)).rejects.toThrow(RowDamaged);
      expect(await storage.institutions()).toEqual([aozora]);
      expect(await storage.countInstitutions()).toBe(2);
    });

    it.each([
      ["a service ID", "UPDATE institution SET service_id = '99999999' WHERE institution_id = 'ozora'"],
      [
        "a service ID without a MAC",
        "UPDATE institution SET service_id = '99999999', mac = substr(mac, 1, 0) WHERE institution_id = 'ozora'",
      ],
    ])("%s", async (_what, sql) => {
      const storage = await after(sql);
      await expect(storage.institutionByServiceId("99999999")).rejects.toThrow(RowDamaged);
      expect(await storage.institutionByServiceId(aozora.serviceId)).toEqual(aozora);
    });

    it.each([
      ["a return address", "redirect_uris = '[\"https://attacker.example/\"]'"],
      ["another's secret", "sealed_secret = (SELECT sealed_secret FROM client WHERE client_id = 'ozora-app')"],
      ["earlier secret, which should have ended", `earlier_secret_ends_at_ms = ${startMs + 1}`],
      ["earlier secret, which should not have ended yet", "sealed_earlier_secret = NULL"],
      ["earlier secret, put where the newest stands", "sealed_secret = sealed_earlier_secret"],
      [
        "a way to ask",
        'openid = \'{"requests":"hinted","authentication":"client_secret_post","idTokenAlgorithm":null,"keys":[]}\'',
      ],
      ["a name", "name = 'Somebody'"],
    ])("a client's %s", async (_what, set) => {
      const storage = await after(`UPDATE client SET ${set} WHERE client_id = 'ozora-bank'`);
      await expect(storage.client("ozora-bank")).rejects.toThrow(RowDamaged);
      const change = storage.changeClient("ozora-bank", (client) => ({ changed: client, event: saved }));
      await expect(change).rejects.toThrow(RowDamaged);
      expect(await storage.client("ozora-app")).toEqual(app);
      expect(await storage.clientsOf("ozora")).toEqual([app]);
    });

    it("a client moved to another institution", async () => {
      const storage = await after("UPDATE client SET institution_id = 'aozora' WHERE client_id = 'ozora-bank'");
      await expect(storage.client("ozora-bank")).rejects.toThrow(RowDamaged);
      expect(await storage.clientsOf("aozora")).toEqual([]);
    });

    it.each([
      ["given back", "revoked_at_ms = NULL", "hash-2"],
      ["under another hash", "key_hash = 'hash-of-mine'", "hash-of-mine"],
      ["of another client", "client_id = 'ozora-app'", "hash-2"],
    ])("an API key %s", async (_what, set, hash) => {
      const storage = await after(`UPDATE api_key SET ${set} WHERE key_id = 'key-2'`);
      await expect(storage.apiKeyByHash(hash)).rejects.toThrow(RowDamaged);
      await expect(storage.revokeApiKey("key-2", startMs, saved)).rejects.toThrow(RowDamaged);
      expect(await storage.apiKeyByHash("hash-1")).toEqual(keyNumber(1));
      expect(await storage.apiKeysOf("ozora-bank")).toEqual([keyNumber(1)]);
    });

    it.each([
      ["address", "address = '0.0.0.0/0'"],
      ["secret", "sealed_secret = (SELECT sealed_secret FROM radius_client WHERE radius_client_id = 'ssh')"],
      ["earlier secret's end", `earlier_secret_ends_at_ms = ${startMs + 1}`],
      ["earlier secret", "sealed_earlier_secret = NULL"],
    ])("a RADIUS client's %s", async (_what, set) => {
      const storage = await after(`UPDATE radius_client SET ${set} WHERE radius_client_id = 'vpn'`);
      expect(await storage.radiusClients()).toEqual([ssh]);
      const change = storage.changeRadiusClient("vpn", (client) => ({ changed: client, event: saved }));
      await expect(change).rejects.toThrow(RowDamaged);
    });

    it.each([
      ["made an admin", "role = 'admin'"],
      ["let in again", "disabled_at_ms = NULL"],
      ["with somebody's passkey", "passkeys = '[]'"],
      ["with another's MAC", "mac = (SELECT mac FROM staff WHERE staff_id = 'hana')"],
    ])("a staff member %s", async (_what, set) => {
      const storage = await after(`UPDATE staff SET ${set} WHERE staff_id = 'jiro'`);
      await expect(storage.staff("jiro")).rejects.toThrow(RowDamaged);
      await expect(storage.notePasskeyUse("jiro", "c1", 9)).rejects.toThrow(RowDamaged);
      const [passkey] = hana.passkeys;
      if (passkey === undefined) throw new Error("no passkey");
      await expect(storage.addPasskey("jiro", passkey, () => saved)).rejects.toThrow(RowDamaged);
      expect(await storage.staff("hana")).toEqual(hana);
      expect(await storage.staffOf("ozora")).toEqual([hana]);
    });

    it("not what nothing hangs on: when a key was last used", async () => {
      const storage = await after(`UPDATE api_key SET last_used_at_ms = ${startMs} WHERE key_id = 'key-1'`);
      expect(await storage.apiKeyByHash("hash-1")).toEqual({ ...keyNumber(1), lastUsedAtMs: startMs });
    });
  });
}
