import { memoryStorage } from "@warifu/storage";
import { beforeEach, describe, expect, it } from "vitest";
import { Refused } from "../refused.ts";
import type { Answer, CommandHost } from "./command.ts";
import { dataCommands } from "./data-commands.ts";

const nowMs = Date.UTC(2026, 10, 22, 5, 53, 20);

let host: CommandHost;

async function answerOf(name: string, input: unknown): Promise<Answer> {
  const command = dataCommands.find((one) => one.name === name);
  if (!command) throw new Error(`no command ${name}`);
  return command.perform(host, input);
}

const run = async (name: string, input: unknown = {}) => (await answerOf(name, input)).json;
const add = (input: object) => run("radius-client add", { serviceId: "10121234", name: "VPN", ...input });

async function addInstitution(serviceId: string): Promise<void> {
  const texts = {
    nameJa: "大空",
    nameEn: "Ozora",
    supportPhone: "0120",
    supportHoursJa: "9時",
    supportHoursEn: "9:00",
  };
  await run("institution add", { serviceId, ...texts });
}

beforeEach(async () => {
  host = { storage: memoryStorage({ nowMs: () => nowMs }), nowMs: () => nowMs, consoleOrigin: () => "" };
  await addInstitution("10121234");
});

describe("radius-client add", () => {
  it("makes a secret of its own, shows it once, and keeps it for the face", async () => {
    const { text, json } = await answerOf("radius-client add", { name: "Head office VPN", address: " 192.0.2.10 " });
    expect(json["sharedSecret"]).toMatch(/^[A-Z2-7]{24}$/);
    expect(text).toContain(String(json["sharedSecret"]));
    expect(await host.storage.radiusClients()).toMatchObject([{ name: "Head office VPN", ...json }]);
    const events = await host.storage.eventsAfter((await host.storage.institutions())[0]?.institutionId ?? "", 0, 9);
    expect(events.map(({ type }) => type)).toEqual(["institution.saved", "radiusClient.saved"]);
    expect(JSON.stringify(events)).not.toContain(json["sharedSecret"]);
    const other = await add({ address: "192.0.2.11" });
    expect(other["sharedSecret"]).not.toBe(json["sharedSecret"]);
  });

  it("writes an address in one way, so that none is taken twice", async () => {
    expect(await add({ address: "2001:DB8:0:0::1/128" })).toMatchObject({ address: "2001:db8::1" });
    await expect(add({ address: "2001:db8::1" })).rejects.toThrow("2001:db8::1 belongs to another RADIUS client");
    expect(await add({ address: "::ffff:192.0.2.1" })).toMatchObject({ address: "192.0.2.1" });
    await expect(add({ address: "192.0.2.1/32" })).rejects.toThrow("belongs to another");
    expect(await add({ address: "192.0.2.0/24" })).toMatchObject({ address: "192.0.2.0/24" });
  });

  it("never takes over a client that is there, not even the own institution's", async () => {
    const first = await add({ address: "192.0.2.1", radiusClientId: "vpn-1" });
    await expect(add({ address: "192.0.2.2", radiusClientId: "vpn-1" })).rejects.toThrow("vpn-1 is taken");
    expect(await host.storage.radiusClients()).toMatchObject([first]);
  });

  it.each(["192.0.2.1/24", "192.0.2.0/33", "vpn.example.jp", "0.0.0.0/0", "10.0.0.0/7", "2000::/3", "::/0", ""])(
    "refuses %j as an address",
    async (address) => {
      await expect(add({ address })).rejects.toThrow("--address must");
      await expect(add({ address })).rejects.toThrow(Refused);
    },
  );

  it("takes no secret from outside, and refuses what is missing at once", async () => {
    await expect(add({ address: "192.0.2.1", sharedSecret: "radius" })).rejects.toThrow(Refused);
    await expect(run("radius-client add")).rejects.toThrow(/--name is missing[^]*--address is missing/);
  });
});

describe("radius-client list", () => {
  it("shows every client, or one institution's, and no secret", async () => {
    await addInstitution("20121234");
    const vpn = await add({ address: "192.0.2.1", radiusClientId: "vpn-1" });
    const ssh = await add({ address: "192.0.2.2", radiusClientId: "ssh-1", serviceId: "20121234", name: "踏み台" });
    const { text, json } = await answerOf("radius-client list", {});
    expect(text.split("\n")).toEqual(["ssh-1  20121234  192.0.2.2  踏み台", "vpn-1  10121234  192.0.2.1  VPN"]);
    for (const { sharedSecret } of [vpn, ssh]) expect(text + JSON.stringify(json)).not.toContain(sharedSecret);
    expect(await run("radius-client list", { serviceId: "20121234" })).toEqual({
      radiusClients: [{ radiusClientId: "ssh-1", serviceId: "20121234", address: "192.0.2.2", name: "踏み台" }],
    });
    await expect(run("radius-client list", { serviceId: "99999999" })).rejects.toThrow("No institution");
  });

  it("says so when there is none", async () => {
    expect((await answerOf("radius-client list", {})).text).toContain("no RADIUS client");
  });
});

describe("radius-client remove", () => {
  it("ends a client, on record; its address may be given anew", async () => {
    await add({ address: "192.0.2.1", radiusClientId: "vpn-1" });
    await run("radius-client remove", { radiusClientId: "vpn-1" });
    expect(await host.storage.radiusClients()).toEqual([]);
    await add({ address: "192.0.2.1", radiusClientId: "vpn-2" });
    await expect(run("radius-client remove", { radiusClientId: "vpn-1" })).rejects.toThrow("no RADIUS client vpn-1");
    await expect(run("radius-client remove")).rejects.toThrow("--radius-client-id is missing");
  });
});
