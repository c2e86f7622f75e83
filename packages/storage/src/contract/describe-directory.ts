import { DirectoryConflict } from "@warifu/rules";
import type { ApiKey, Client, DirectoryChange } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { storeOf } from "./open-fresh.ts";
import type { OpenFresh } from "./open-fresh.ts";
import { institutionSaved, sampleClient, sampleEvent, sampleInstitution, sampleStaff, startMs } from "./samples.ts";

export function describeDirectory(openFresh: OpenFresh): void {
  const store = storeOf(openFresh);
  const event = sampleEvent({ type: "client.saved", customerId: null, tokenId: null });
  const having =
    (change: Partial<Client>) =>
    (client: Client): DirectoryChange<Client> => ({
      changed: { ...client, ...change },
      event,
    });

  describe("institutions", () => {
    it("are found by ID and by service ID, and listed", async () => {
      const storage = await store();
      const other = sampleInstitution({ institutionId: "aozora", serviceId: "20000000" });
      await storage.putInstitution(sampleInstitution(), institutionSaved);
      await storage.putInstitution(other, sampleEvent({ institutionId: "aozora" }));
      expect(await storage.institution("ozora")).toEqual(sampleInstitution());
      expect(await storage.institutionByServiceId("20000000")).toEqual(other);
      expect(await storage.institutions()).toEqual([other, sampleInstitution()]);
      expect(await storage.institution("nobody")).toBeNull();
      expect(await storage.institutionByServiceId("99999999")).toBeNull();
    });

    it("take changes with their event", async () => {
      const storage = await store();
      await storage.putInstitution(sampleInstitution(), institutionSaved);
      await storage.putInstitution(sampleInstitution({ serviceId: "30000000" }), institutionSaved);
      expect((await storage.institution("ozora"))?.serviceId).toBe("30000000");
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(2);
    });

    it("cannot have another's service ID, and the attempt leaves no event", async () => {
      const storage = await store();
      await storage.putInstitution(sampleInstitution(), institutionSaved);
      const other = sampleInstitution({ institutionId: "other" });
      const attempt = storage.putInstitution(other, sampleEvent({ institutionId: "other" }));
      await expect(attempt).rejects.toThrow(DirectoryConflict);
      expect(await storage.institution("other")).toBeNull();
      expect(await storage.eventsAfter("other", 0, 9)).toEqual([]);
    });
  });

  describe("clients", () => {
    it("are kept with their secret and found by ID and institution", async () => {
      const storage = await store();
      await storage.addClient(sampleClient(), event);
      const second = sampleClient({ clientId: "another", name: "Second" });
      await storage.addClient(second, event);
      expect(await storage.client("ozora-bank")).toEqual(sampleClient());
      expect(await storage.client("nobody")).toBeNull();
      expect(await storage.clientsOf("ozora")).toEqual([second, sampleClient()]);
      expect(await storage.clientsOf("other")).toEqual([]);
      await storage.changeClient("ozora-bank", having({ clientSecret: "new" }));
      expect((await storage.client("ozora-bank"))?.clientSecret).toBe("new");
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(3);
    });

    it("are kept with how they ask, where that is not the standard way, and may go back to it", async () => {
      const storage = await store();
      const openid = {
        requests: "hinted",
        authentication: "private_key_jwt",
        idTokenAlgorithm: "ES256",
        keys: [{ kty: "EC", crv: "P-256", x: "x", y: "y", kid: "1" }],
      } as const;
      await storage.addClient(sampleClient({ openid }), event);
      expect(await storage.client("ozora-bank")).toEqual(sampleClient({ openid }));
      expect(await storage.clientsOf("ozora")).toEqual([sampleClient({ openid })]);
      await storage.changeClient("ozora-bank", ({ openid: _gone, ...client }) => ({ changed: client, event }));
      expect(await storage.client("ozora-bank")).toEqual(sampleClient());
    });

    it("are added once: who comes second takes none over, of whichever institution, also when five come at once", async () => {
      const storage = await store();
      const added = await Promise.allSettled(
        ["ozora", "ozora", "other", "ozora", "other"].map((institutionId, number) =>
          storage.addClient(sampleClient({ institutionId, clientSecret: `secret ${number}` }), {
            ...event,
            institutionId,
          }),
        ),
      );
      const first = added.findIndex(({ status }) => status === "fulfilled");
      const refused = added.filter(({ status }) => status === "rejected");
      expect(refused).toHaveLength(4);
      for (const one of refused) expect(one).toMatchObject({ reason: { name: "DirectoryConflict" } });
      expect((await storage.client("ozora-bank"))?.clientSecret).toBe(`secret ${first}`);
      const events = [await storage.eventsAfter("ozora", 0, 9), await storage.eventsAfter("other", 0, 9)];
      expect(events.flat()).toHaveLength(1);
    });

    it("are changed as they stand by then, also when five changes come at once", async () => {
      const storage = await store();
      await storage.addClient(sampleClient({ name: "" }), event);
      await Promise.all(
        ["a", "b", "c", "d", "e"].map((letter) =>
          storage.changeClient("ozora-bank", (client) => having({ name: `${client.name} ${letter}` })(client)),
        ),
      );
      expect((await storage.client("ozora-bank"))?.name.split(" ").toSorted()).toEqual(["", "a", "b", "c", "d", "e"]);
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(6);
    });

    it("keep their IDs, and what a change throws leaves everything as it was", async () => {
      const storage = await store();
      await storage.addClient(sampleClient(), event);
      for (const change of [{ institutionId: "other" }, { clientId: "other" }]) {
        await expect(storage.changeClient("ozora-bank", having(change))).rejects.toThrow(TypeError);
      }
      const refusing = storage.changeClient("ozora-bank", () => {
        throw new RangeError("not so");
      });
      await expect(refusing).rejects.toThrow(RangeError);
      await expect(storage.changeClient("nobody", having({}))).rejects.toThrow(DirectoryConflict);
      expect(await storage.client("ozora-bank")).toEqual(sampleClient());
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(1);
    });

    it("have an earlier secret with its end beside the new one, or none", async () => {
      const storage = await store();
      const earlierSecret = { secret: "the one before", endsAtMs: startMs + 86_400_000 };
      await storage.addClient(sampleClient(), event);
      await storage.changeClient("ozora-bank", having({ clientSecret: "new", earlierSecret }));
      expect(await storage.client("ozora-bank")).toEqual(sampleClient({ clientSecret: "new", earlierSecret }));
      await storage.changeClient("ozora-bank", ({ earlierSecret: _ended, ...client }) => ({ changed: client, event }));
      expect(await storage.client("ozora-bank")).toEqual(sampleClient({ clientSecret: "new" }));
    });
  });

  describe("API keys", () => {
    const key = (number: number): ApiKey => ({
      keyId: `key-${number}`,
      clientId: "ozora-bank",
      institutionId: "ozora",
      keyHash: `hash-${number}`,
      createdAtMs: startMs + number,
      lastUsedAtMs: null,
      revokedAtMs: null,
    });

    it("are found by their hash and listed newest first", async () => {
      const storage = await store();
      await storage.addApiKey(key(1), 2, event);
      await storage.addApiKey(key(2), 2, event);
      expect(await storage.apiKeyByHash("hash-1")).toEqual(key(1));
      expect(await storage.apiKeyByHash("hash-9")).toBeNull();
      expect(await storage.apiKeysOf("ozora-bank")).toEqual([key(2), key(1)]);
    });

    it("of one client live two at a time, also when five are made at once", async () => {
      const storage = await store();
      const made = await Promise.allSettled([1, 2, 3, 4, 5].map((number) => storage.addApiKey(key(number), 2, event)));
      expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
      expect(made.find(({ status }) => status === "rejected")).toMatchObject({ reason: { name: "DirectoryConflict" } });
      await storage.revokeApiKey("key-1", startMs + 9, event);
      await storage.addApiKey(key(6), 2, event);
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(4);
    });

    it("cannot be made twice", async () => {
      const storage = await store();
      await storage.addApiKey(key(1), 9, event);
      await expect(storage.addApiKey({ ...key(2), keyHash: "hash-1" }, 9, event)).rejects.toThrow(DirectoryConflict);
      await expect(storage.addApiKey({ ...key(2), keyId: "key-1" }, 9, event)).rejects.toThrow(DirectoryConflict);
      expect(await storage.apiKeysOf("ozora-bank")).toHaveLength(1);
    });

    it("once revoked stay revoked from then on; an unknown one cannot be", async () => {
      const storage = await store();
      await storage.addApiKey(key(1), 2, event);
      await storage.revokeApiKey("key-1", startMs + 5, event);
      await storage.revokeApiKey("key-1", startMs + 6, event);
      expect((await storage.apiKeyByHash("hash-1"))?.revokedAtMs).toBe(startMs + 5);
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(2);
      await expect(storage.revokeApiKey("key-9", startMs, event)).rejects.toThrow(DirectoryConflict);
    });

    it("remember their latest use", async () => {
      const storage = await store();
      await storage.addApiKey(key(1), 2, event);
      await storage.noteApiKeyUse("key-1", startMs + 8);
      await storage.noteApiKeyUse("key-1", startMs + 7);
      await storage.noteApiKeyUse("key-9", startMs);
      expect((await storage.apiKeyByHash("hash-1"))?.lastUsedAtMs).toBe(startMs + 8);
    });
  });

  describe("staff", () => {
    it("are found by ID and institution, and changed with an event", async () => {
      const storage = await store();
      await storage.putStaff(sampleStaff(), event);
      await storage.putStaff(sampleStaff({ staffId: "staff-0", role: "admin", passkeys: [] }), event);
      await storage.putStaff(sampleStaff({ disabledAtMs: startMs }), event);
      expect(await storage.staff("staff-1")).toEqual(sampleStaff({ disabledAtMs: startMs }));
      expect((await storage.staffOf("ozora")).map(({ staffId }) => staffId)).toEqual(["staff-0", "staff-1"]);
      expect(await storage.staff("nobody")).toBeNull();
      expect(await storage.staffOf("other")).toEqual([]);
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(3);
    });

    it("cannot move to another institution", async () => {
      const storage = await store();
      await storage.putStaff(sampleStaff(), event);
      await expect(storage.putStaff(sampleStaff({ institutionId: "other" }), event)).rejects.toThrow(DirectoryConflict);
    });

    it("get another passkey beside those that they have by then, also when five are made at once", async () => {
      const storage = await store();
      const [passkey] = sampleStaff().passkeys;
      if (passkey === undefined) throw new Error("no passkey");
      await storage.putStaff(sampleStaff(), event);
      await Promise.all(
        [1, 2, 3, 4, 5].map((number) =>
          storage.addPasskey("staff-1", { ...passkey, credentialId: `c${number}` }, (passkeys) => ({
            ...event,
            detail: { passkeys },
          })),
        ),
      );
      expect((await storage.staff("staff-1"))?.passkeys).toHaveLength(6);
      const events = await storage.eventsAfter("ozora", 1, 9);
      expect(events.map(({ detail }) => detail["passkeys"])).toEqual([2, 3, 4, 5, 6]);
    });

    it("stay disabled, and get no passkey, when they were disabled since somebody read them", async () => {
      const storage = await store();
      const [passkey] = sampleStaff().passkeys;
      if (passkey === undefined) throw new Error("no passkey");
      await storage.putStaff(sampleStaff(), event);
      const disabled = sampleStaff({ disabledAtMs: startMs });
      const add = (staffId: string) => storage.addPasskey(staffId, { ...passkey, credentialId: "c2" }, () => event);
      const race = await Promise.allSettled([storage.putStaff(disabled, event), add("staff-1")]);
      expect(race[0].status).toBe("fulfilled");
      expect((await storage.staff("staff-1"))?.disabledAtMs).toBe(startMs);
      await storage.putStaff(disabled, event);
      await expect(add("staff-1")).rejects.toThrow(DirectoryConflict);
      await expect(add("nobody")).rejects.toThrow(DirectoryConflict);
      expect(await storage.staff("staff-1")).toEqual(disabled);
    });

    it("keep the counter of the passkey that was used", async () => {
      const storage = await store();
      const [passkey] = sampleStaff().passkeys;
      if (passkey === undefined) throw new Error("no passkey");
      const second = { ...passkey, credentialId: "c2" };
      await storage.putStaff(sampleStaff({ passkeys: [passkey, second] }), event);
      await storage.notePasskeyUse("staff-1", "c2", 7);
      await storage.notePasskeyUse("nobody", "c2", 9);
      expect((await storage.staff("staff-1"))?.passkeys.map(({ signCount }) => signCount)).toEqual([0, 7]);
    });
  });
}
