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
      await storage.putRadiusClient(vpn, saved);
      await storage.putRadiusClient(ssh, saved);
      expect(await storage.radiusClients()).toEqual([ssh, vpn]);
      await storage.putRadiusClient({ ...vpn, sharedSecret: "another secret", address: "192.0.2.9" }, saved);
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
      await storage.putRadiusClient(vpn, saved);
      const elsewhere = { ...vpn, institutionId: "kaze" };
      await expect(storage.putRadiusClient({ ...elsewhere, address: "192.0.2.1" }, saved)).rejects.toThrow(
        DirectoryConflict,
      );
      await expect(storage.putRadiusClient({ ...elsewhere, radiusClientId: "ssh" }, saved)).rejects.toThrow(
        DirectoryConflict,
      );
      await expect(storage.removeRadiusClient("ssh", saved)).rejects.toThrow(DirectoryConflict);
      expect(await storage.eventsAfter("ozora", 0, 9)).toHaveLength(1);
    });
  });
}
