import { memoryStorage } from "@warifu/storage";
import { beforeEach, describe, expect, it } from "vitest";
import { Refused } from "../refused.ts";
import type { Answer, CommandHost } from "./command.ts";
import { dataCommands } from "./data-commands.ts";

const startMs = Date.UTC(2026, 10, 22, 5, 0, 0);
const dayMs = 24 * 3_600_000;

let nowMs: number;
let host: CommandHost;
let secret: string;

async function answerOf(name: string, input: unknown): Promise<Answer> {
  const command = dataCommands.find((one) => one.name === name);
  if (!command) throw new Error(`no command ${name}`);
  return command.perform(host, input);
}

const set = async (input: object) => (await answerOf("radius-client set", { radiusClientId: "vpn-1", ...input })).json;
const client = async () => (await host.storage.radiusClients()).find((one) => one.radiusClientId === "vpn-1");

beforeEach(async () => {
  nowMs = startMs;
  host = { storage: memoryStorage({ nowMs: () => nowMs }), nowMs: () => nowMs, consoleOrigin: () => "" };
  const texts = { nameJa: "大空", nameEn: "Ozora", supportPhone: "1", supportHoursJa: "9時", supportHoursEn: "9:00" };
  await answerOf("institution add", { serviceId: "10121234", ...texts });
  const add = (radiusClientId: string, address: string) =>
    answerOf("radius-client add", { name: "VPN", radiusClientId, address });
  secret = String((await add("vpn-1", "192.0.2.1")).json["sharedSecret"]);
  await add("ssh-1", "192.0.2.2");
});

describe("radius-client set", () => {
  it("changes name and address, and nothing else", async () => {
    const before = await client();
    await set({ name: "Head office" });
    expect(await set({ address: "2001:DB8::/64" })).toMatchObject({
      address: "2001:db8::/64",
      oldSecretEndsAtMs: null,
    });
    expect(await client()).toEqual({ ...before, name: "Head office", address: "2001:db8::/64" });
  });

  it("makes a new secret beside the old one, which ends by itself or at once", async () => {
    const { text, json } = await answerOf("radius-client set", { radiusClientId: "vpn-1", newSecret: true });
    expect(json["sharedSecret"]).toMatch(/^[A-Z2-7]{24}$/);
    expect(text).toContain(String(json["sharedSecret"]));
    expect(await client()).toMatchObject({
      sharedSecret: json["sharedSecret"],
      earlierSecret: { secret, endsAtMs: startMs + dayMs },
    });
    await expect(set({ newSecret: true })).rejects.toThrow("End it first");
    expect(await set({ endOldSecret: true })).toMatchObject({ oldSecretEndsAtMs: null });
    expect(await client()).not.toHaveProperty("earlierSecret");
    const [{ institutionId } = { institutionId: "" }] = await host.storage.institutions();
    const told = JSON.stringify(await host.storage.eventsAfter(institutionId, 0, 99));
    for (const each of [secret, String(json["sharedSecret"])]) expect(told).not.toContain(each);
  });

  it.each([
    ["nothing to change", {}, "Say what to change"],
    ["another's address", { address: "192.0.2.2/32" }, "192.0.2.2 belongs to another RADIUS client"],
    ["an address that is none", { address: "vpn.example.jp" }, "--address must be an address"],
    ["everybody's address", { address: "0.0.0.0/0" }, "--address must not be wider"],
    ["an unknown client", { radiusClientId: "vpn-2", name: "VPN" }, "There is no RADIUS client vpn-2"],
    ["no client", { radiusClientId: undefined, name: "VPN" }, "--radius-client-id is missing"],
    ["a secret from outside", { sharedSecret: "radius" }, "Something is missing or wrong"],
    ["an overlap of nothing", { overlapHours: "24" }, "--overlap-hours is for --new-secret"],
    ["an old secret that is not there", { endOldSecret: true }, "No old secret is taken any more"],
  ])("refuses %s, and nothing was changed", async (_what, input, sentence) => {
    const before = await client();
    await expect(set(input)).rejects.toThrow(Refused);
    await expect(set(input)).rejects.toThrow(sentence);
    expect(await client()).toEqual(before);
  });
});
