import { DirectoryConflict } from "@warifu/rules";
import type { RadiusClient } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { storeOf } from "./open-fresh.ts";
import type { OpenFresh } from "./open-fresh.ts";
import { sampleEvent } from "./samples.ts";

const saved = sampleEvent({ type: "radiusClient.saved", customerId: null, tokenId: null });
const vpn: RadiusClient = {
  radiusClientId: "vpn",
  institutionId: "ozora",
  name: "Head office VPN",
  address: "192.0.2.0/24",
  sharedSecret: "shared-secret-of-the-vpn",
};

export function describeRadiusClients(openFresh: OpenFresh): void {
  const store = storeOf(openFresh);

  describe("RADIUS clients", () => {
    it("are kept, changed and removed, each with its event", async () => {
      const storage = await store();
      const ssh = { ...vpn, radiusClientId: "ssh", address: "2001:db8::1" };
      await storage.addRadiusClient(vpn, saved);
      await storage.addRadiusClient(ssh, saved);
      expect(await storage.radiusClients()).toEqual([ssh, vpn]);
      const changed = { ...vpn, sharedSecret: "another secret", address: "192.0.2.9" };
      await storage.changeRadiusClient("vpn", () => ({ changed, event: saved }));
      expect((await storage.radiusClients())[1]).toMatchObject({
        sharedSecret: "another secret",
        address: "192.0.2.9",
      });
      await storage.removeRadiusClient("vpn", { ...saved, type: "radiusClient.removed" });
      expect(await storage.radiusClients()).toEqual([ssh]);
      const types = (await storage.eventsAfter("ozora", 0, 9)).map(({ type }) => type);
      expect(types).toEqual([saved.type, saved.type, saved.type, "radiusClient.removed"]);
    });

    it("share neither an ID nor an address, over all institutions", async () => {
      const storage = await store();
      await storage.addRadiusClient(vpn, saved);
      const elsewhere = { ...vpn, institutionId: "kaze" };
      await expect(storage.addRadiusClient({ ...elsewhere, address: "192.0.2.1" }, saved)).rejects.toThrow(
        DirectoryConflict,
      );
      await expect(storage.addRadiusClient({ ...elsewhere, radiusClientId: "ssh" }, saved)).rejects.toThrow(
        DirectoryConflict,
      );
      await expect(storage.addRadiusClient({ ...vpn, address: "192.0.2.1" }, saved)).rejects.toThrow(DirectoryConflict);
      await expect(storage.removeRadiusClient("ssh", saved)).rejects.toThrow(DirectoryConflict);
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(1);
    });

    it("are changed as they stand by then, keep their IDs, and cannot take another's address", async () => {
      const storage = await store();
      const ssh = { ...vpn, radiusClientId: "ssh", address: "2001:db8::1" };
      for (const client of [vpn, ssh]) await storage.addRadiusClient({ ...client, name: "" }, saved);
      await Promise.all(
        ["a", "b", "c", "d"].map((letter) =>
          storage.changeRadiusClient("vpn", (client) => ({
            changed: { ...client, name: `${client.name} ${letter}` },
            event: saved,
          })),
        ),
      );
      const now = await storage.radiusClients();
      expect(now[1]?.name.split(" ").toSorted()).toEqual(["", "a", "b", "c", "d"]);
      const change = (to: Partial<RadiusClient>) =>
        storage.changeRadiusClient("vpn", (client) => ({ changed: { ...client, ...to }, event: saved }));
      await expect(change({ address: ssh.address })).rejects.toThrow(DirectoryConflict);
      for (const to of [{ radiusClientId: "other" }, { institutionId: "kaze" }]) {
        await expect(change(to)).rejects.toThrow(TypeError);
      }
      const nobody = storage.changeRadiusClient("nobody", (client) => ({ changed: client, event: saved }));
      await expect(nobody).rejects.toThrow(DirectoryConflict);
      expect(await storage.radiusClients()).toEqual(now);
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(6);
    });

    it("have an earlier secret with its end beside the new one, or none", async () => {
      const storage = await store();
      const earlierSecret = { secret: "the secret before this one", endsAtMs: 1_795_410_000_000 };
      await storage.addRadiusClient(vpn, saved);
      await storage.changeRadiusClient("vpn", (client) => ({ changed: { ...client, earlierSecret }, event: saved }));
      expect(await storage.radiusClients()).toEqual([{ ...vpn, earlierSecret }]);
      await storage.changeRadiusClient("vpn", () => ({ changed: vpn, event: saved }));
      expect(await storage.radiusClients()).toEqual([vpn]);
    });
  });
}
