import { beforeEach, describe, expect, it } from "vitest";
import { makeTestService } from "../../tests/test-service.ts";
import type { TestService } from "../../tests/test-service.ts";
import { makeClientDirectory } from "./client-directory.ts";
import type { ClientDirectory } from "./client-directory.ts";
import { clientEvent } from "./testing/radius-bench.ts";

let test: TestService;
let loads: number;
let fails: Error | null;
let directory: ClientDirectory;

beforeEach(async () => {
  test = await makeTestService();
  loads = 0;
  fails = null;
  const { storage } = test.service;
  const counted = {
    institutions: () => storage.institutions(),
    async radiusClients() {
      loads++;
      if (fails !== null) throw fails;
      return storage.radiusClients();
    },
  };
  directory = makeClientDirectory(counted, () => test.clock.nowMs);
});

async function add(radiusClientId: string, address: string, sharedSecret = "long-enough-secret"): Promise<void> {
  const { institutionId } = test.institution;
  const client = { radiusClientId, institutionId, name: radiusClientId, address, sharedSecret };
  await test.service.storage.addRadiusClient(client, clientEvent(test.institution, test.clock.nowMs));
}

const idAt = async (address: string) => (await directory.find(address))?.radiusClientId ?? null;

describe("the clients that may ask", () => {
  it("are found by the longest prefix", async () => {
    await add("everyone", "10.0.0.0/8");
    await add("branch", "10.1.0.0/16");
    await add("desk", "10.1.2.3");
    await add("six", "2001:db8::/32");
    expect(await idAt("10.1.2.3")).toBe("desk");
    expect(await idAt("::ffff:10.1.2.3")).toBe("desk");
    expect(await idAt("10.1.2.4")).toBe("branch");
    expect(await idAt("10.2.2.4")).toBe("everyone");
    expect(await idAt("2001:db8:ffff::1")).toBe("six");
    for (const other of ["11.0.0.1", "2001:db9::1", "::1", "", "vpn.example.jp"]) expect(await idAt(other)).toBeNull();
  });

  it("come with their institution's policy", async () => {
    await add("vpn", "192.0.2.1");
    expect((await directory.find("192.0.2.1"))?.institution).toEqual(test.institution);
  });

  it("are none while the secret is shorter than 16 characters, the address is none, or the institution is gone", async () => {
    await add("short", "192.0.2.1", "123456789012345");
    await add("odd", "somewhere");
    const { storage } = test.service;
    const stray = {
      radiusClientId: "stray",
      institutionId: "gone",
      name: "",
      address: "192.0.2.3",
      sharedSecret: "long-enough-secret",
    };
    await storage.addRadiusClient(stray, clientEvent(test.institution, test.clock.nowMs));
    for (const address of ["192.0.2.1", "192.0.2.3"]) expect(await idAt(address)).toBeNull();
  });

  it("are loaded once in five seconds, however many ask, and changes are seen then", async () => {
    await Promise.all(Array.from({ length: 50 }, () => idAt("192.0.2.1")));
    await add("vpn", "192.0.2.1");
    test.clock.nowMs += 4_999;
    expect(await idAt("192.0.2.1")).toBeNull();
    expect(loads).toBe(1);
    test.clock.nowMs += 1;
    expect(await idAt("192.0.2.1")).toBe("vpn");
    await test.service.storage.removeRadiusClient("vpn", {
      ...clientEvent(test.institution, test.clock.nowMs),
      type: "radiusClient.removed",
    });
    test.clock.nowMs += 5_000;
    expect(await idAt("192.0.2.1")).toBeNull();
    expect(loads).toBe(3);
  });

  it("are loaded anew after the clock went back", async () => {
    await idAt("192.0.2.1");
    await add("vpn", "192.0.2.1");
    test.clock.nowMs -= 3_600_000;
    expect(await idAt("192.0.2.1")).toBe("vpn");
  });

  it("are nobody while the store fails; after a second it is asked again", async () => {
    await add("vpn", "192.0.2.1");
    fails = new Error("away");
    await expect(directory.find("192.0.2.1")).rejects.toThrow("away");
    fails = null;
    test.clock.nowMs += 999;
    await expect(directory.find("192.0.2.1")).rejects.toThrow("away");
    test.clock.nowMs += 1;
    expect(await idAt("192.0.2.1")).toBe("vpn");
    expect(loads).toBe(2);
  });
});
