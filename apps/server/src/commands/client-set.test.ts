import { generateKeyPairSync } from "node:crypto";
import { memoryStorage } from "@warifu/storage";
import { beforeEach, describe, expect, it } from "vitest";
import { Refused } from "../refused.ts";
import type { Answer, CommandHost } from "./command.ts";
import { dataCommands } from "./data-commands.ts";

const startMs = Date.UTC(2026, 10, 22, 5, 0, 0);
const hourMs = 3_600_000;

let nowMs: number;
let host: CommandHost;
let secret: string;

async function answerOf(name: string, input: unknown): Promise<Answer> {
  const command = dataCommands.find((one) => one.name === name);
  if (!command) throw new Error(`no command ${name}`);
  return command.perform(host, input);
}

const set = async (input: object) => (await answerOf("client set", { clientId: "bank", ...input })).json;
const client = async () => {
  const found = await host.storage.client("bank");
  if (found === null) throw new Error("no client");
  return found;
};
const events = async () => {
  const all = await host.storage.eventsAfter((await client()).institutionId, 0, 99);
  return all.filter(({ type }) => type === "client.saved").slice(1);
};
const jwk = (kid: string) => ({
  ...generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" }),
  kid,
});

beforeEach(async () => {
  nowMs = startMs;
  host = { storage: memoryStorage({ nowMs: () => nowMs }), nowMs: () => nowMs, consoleOrigin: () => "" };
  const texts = { nameJa: "大空", nameEn: "Ozora", supportPhone: "1", supportHoursJa: "9時", supportHoursEn: "9:00" };
  await answerOf("institution add", { serviceId: "10121234", ...texts });
  const input = { name: "Bank", clientId: "bank", redirectUri: ["https://bank.example.jp/callback"] };
  secret = String((await answerOf("client add", input)).json["clientSecret"]);
});

describe("client set", () => {
  it("changes what is named and nothing else, with an event that says what", async () => {
    const before = await client();
    await set({ name: "Internet banking" });
    expect(await client()).toEqual({ ...before, name: "Internet banking" });
    const redirectUri = ["https://new.example.jp/a", "https://new.example.jp/b"];
    await set({ redirectUri });
    expect(await client()).toEqual({ ...before, name: "Internet banking", redirectUris: redirectUri });
    expect((await events()).map(({ detail }) => detail)).toEqual([
      { clientId: "bank", changed: "name", oldSecretEndsAtMs: null },
      { clientId: "bank", changed: "redirectUri", oldSecretEndsAtMs: null },
    ]);
  });

  it("makes a new secret and shows it once; the old one is taken for a day, or as long as is said", async () => {
    const { text, json } = await answerOf("client set", { clientId: "bank", newSecret: true });
    expect(json).toEqual({
      clientId: "bank",
      clientSecret: (await client()).clientSecret,
      oldSecretEndsAtMs: startMs + 24 * hourMs,
    });
    expect(String(json["clientSecret"])).toMatch(/^[\w-]{43}$/);
    expect(text).toContain(`${String(json["clientSecret"])}\nThe old secret is taken until 2026-11-23T05:00:00.000Z.`);
    expect(await client()).toMatchObject({ earlierSecret: { secret, endsAtMs: startMs + 24 * hourMs } });
    const told = JSON.stringify(await events());
    for (const each of [secret, String(json["clientSecret"])]) expect(told).not.toContain(each);
    nowMs += 24 * hourMs;
    const second = await set({ newSecret: true, overlapHours: "720" });
    expect(second["oldSecretEndsAtMs"]).toBe(nowMs + 720 * hourMs);
    expect((await client()).earlierSecret?.secret).toBe(json["clientSecret"]);
  });

  it("never lets three secrets be taken: the oldest has to be ended first", async () => {
    const { clientSecret } = await set({ newSecret: true });
    await expect(set({ newSecret: true })).rejects.toThrow("is taken until 2026-11-23T05:00:00.000Z. End it first");
    expect(await client()).toMatchObject({ clientSecret, earlierSecret: { secret } });
    expect((await answerOf("client set", { clientId: "bank", endOldSecret: true })).text).toContain(
      "No old secret is taken.",
    );
    expect(await client()).not.toHaveProperty("earlierSecret");
    expect((await client()).clientSecret).toBe(clientSecret);
    await expect(set({ endOldSecret: true })).rejects.toThrow("No old secret is taken any more");
  });

  it("ends every secret that was ever out at once, for one that became known", async () => {
    await set({ newSecret: true });
    const { clientSecret, oldSecretEndsAtMs } = await set({ newSecret: true, endOldSecret: true });
    expect(oldSecretEndsAtMs).toBeNull();
    expect(await client()).toMatchObject({ clientSecret });
    expect(await client()).not.toHaveProperty("earlierSecret");
  });

  it("keeps an overlap that still runs when something else is changed, and drops one that is over", async () => {
    await set({ newSecret: true });
    expect(await set({ name: "Other" })).toMatchObject({ oldSecretEndsAtMs: startMs + 24 * hourMs });
    nowMs += 24 * hourMs;
    expect(await set({ name: "Third" })).toMatchObject({ oldSecretEndsAtMs: null });
    expect(await client()).not.toHaveProperty("earlierSecret");
  });

  it("two changes at once lose neither", async () => {
    await Promise.all([
      set({ name: "Other" }),
      set({ redirectUri: ["https://new.example.jp/"] }),
      set({ newSecret: true }),
    ]);
    expect(await client()).toMatchObject({
      name: "Other",
      redirectUris: ["https://new.example.jp/"],
      earlierSecret: { secret },
    });
  });

  it("changes the keys and the way to ask, and goes back to the standard way", async () => {
    await set({ requests: "hinted", keys: [jwk("1")], idTokenAlgorithm: "ES256" });
    await set({ keys: [jwk("1"), jwk("2")] });
    expect((await client()).openid).toMatchObject({ requests: "hinted", keys: [{ kid: "1" }, { kid: "2" }] });
    await set({ requests: "signed" });
    expect((await client()).openid).toMatchObject({ requests: "signed", idTokenAlgorithm: "ES256" });
    await set({ requests: "pushed", idTokenAlgorithm: "default" });
    expect(await client()).not.toHaveProperty("openid");
    await expect(set({ requests: "signed" })).rejects.toThrow("needs the client's public keys");
  });

  it("to keys instead of a secret: no earlier secret opens anything again, on the way back neither", async () => {
    await set({ newSecret: true });
    const { clientSecret: second } = await set({ newSecret: true, endOldSecret: true });
    await set({ authentication: "private_key_jwt", keys: [jwk("1")] });
    const hidden = (await client()).clientSecret;
    for (const known of [secret, second]) expect(hidden).not.toBe(known);
    expect(await client()).not.toHaveProperty("earlierSecret");
    await expect(set({ newSecret: true })).rejects.toThrow("has no secret: change them with --keys");
    await expect(set({ authentication: "client_secret_post" })).rejects.toThrow("add --new-secret");
    await expect(set({ authentication: "client_secret_post", newSecret: true, overlapHours: "1" })).rejects.toThrow(
      "there is no old secret",
    );
    const { clientSecret, oldSecretEndsAtMs } = await set({ authentication: "client_secret_post", newSecret: true });
    expect(oldSecretEndsAtMs).toBeNull();
    for (const known of [secret, second, hidden]) expect(clientSecret).not.toBe(known);
    expect((await client()).openid).toEqual({
      requests: "pushed",
      authentication: "client_secret_post",
      idTokenAlgorithm: null,
      keys: [],
    });
  });

  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  it.each([
    ["nothing to change", {}, "Say what to change"],
    ["a switch that is off", { newSecret: false }, "Say what to change"],
    ["no client ID", { clientId: undefined, name: "Other" }, "--client-id is missing"],
    ["an unknown client", { clientId: "bank-2", name: "Other" }, "There is no client bank-2"],
    ["another's ID by a list", { clientId: ["bank"], name: "Other" }, "--client-id"],
    ["a secret from outside", { clientSecret: "password" }, "Something is missing or wrong"],
    ["another institution", { institutionId: "other", name: "Other" }, "Something is missing or wrong"],
    ["an empty name", { name: " " }, "--name must not be empty"],
    ["a name of two lines", { name: "a\nb" }, "--name must be one line"],
    ["no return address", { redirectUri: [] }, "--redirect-uri is missing"],
    ["a return address in the clear", { redirectUri: ["http://bank.example.jp/"] }, "--redirect-uri must be https"],
    ["an overlap of no time", { newSecret: true, overlapHours: "0" }, "--overlap-hours must be 1 to 720"],
    ["an overlap of more than 30 days", { newSecret: true, overlapHours: "721" }, "--overlap-hours must be 1 to 720"],
    ["an overlap in another spelling", { newSecret: true, overlapHours: "1e2" }, "--overlap-hours must be 1 to 720"],
    ["an overlap that is negative", { newSecret: true, overlapHours: "-1" }, "--overlap-hours must be 1 to 720"],
    ["an overlap that is a number", { newSecret: true, overlapHours: 24 }, "--overlap-hours"],
    ["an overlap of nothing", { name: "Other", overlapHours: "24" }, "--overlap-hours is for --new-secret"],
    ["an overlap and none", { newSecret: true, endOldSecret: true, overlapHours: "24" }, "do not go together"],
    ["an old secret that is not there", { endOldSecret: true }, "No old secret is taken any more"],
    ["keys that nothing needs", { keys: [jwk("1")] }, "none is given"],
    ["a private key", { requests: "signed", keys: [{ ...privateKey.export({ format: "jwk" }), kid: "1" }] }, "private"],
    ["an unknown way", { requests: "plain" }, "must be pushed, signed or hinted"],
    ["HS256", { idTokenAlgorithm: "HS256" }, "must be RS256, ES256 or default"],
  ])("refuses %s, and nothing was changed", async (_what, input, sentence) => {
    const before = await client();
    await expect(set(input)).rejects.toThrow(Refused);
    await expect(set(input)).rejects.toThrow(sentence);
    expect(await client()).toEqual(before);
    expect(await events()).toEqual([]);
  });
});

describe("client add", () => {
  it("twice at once adds one, whose secret is the one that was shown", async () => {
    const input = { name: "Two", clientId: "twice", redirectUri: ["https://bank.example.jp/"] };
    const added = await Promise.allSettled([answerOf("client add", input), answerOf("client add", input)]);
    const [first, ...more] = added.flatMap((one) => (one.status === "fulfilled" ? [one.value.json] : []));
    expect(more).toEqual([]);
    expect((await host.storage.client("twice"))?.clientSecret).toBe(first?.["clientSecret"]);
  });
});
