import { createHash, generateKeyPairSync } from "node:crypto";
import { memoryStorage } from "@warifu/storage";
import { defaultPolicy } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { Refused } from "../refused.ts";
import type { CommandHost } from "./command.ts";
import { dataCommands } from "./data-commands.ts";

const nowMs = Date.UTC(2026, 10, 22, 5, 53, 20);
const institutionInput = {
  serviceId: "10121234",
  nameJa: "大空信用組合",
  nameEn: "Ozora Credit Union",
  supportPhone: "0120-000-123",
  supportHoursJa: "平日9時〜17時",
  supportHoursEn: "weekdays 9:00–17:00",
};

function makeHost(): CommandHost {
  const storage = memoryStorage({ nowMs: () => nowMs });
  return { storage, nowMs: () => nowMs, consoleOrigin: () => "https://console.example.jp" };
}

async function run(host: CommandHost, name: string, input: unknown): Promise<Readonly<Record<string, unknown>>> {
  const command = dataCommands.find((one) => one.name === name);
  if (!command) throw new Error(`no command ${name}`);
  return (await command.perform(host, input)).json;
}

async function withInstitution(): Promise<CommandHost> {
  const host = makeHost();
  await run(host, "institution add", institutionInput);
  return host;
}

async function eventsOf(host: CommandHost): Promise<string[]> {
  const institution = await host.storage.institutionByServiceId("10121234");
  const events = await host.storage.eventsAfter(institution?.institutionId ?? "", 0, 100);
  return events.map(({ type }) => type);
}

const svgLogo = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>').toString("base64");

describe("institution brand", () => {
  const brandOf = async (host: CommandHost) => {
    const institution = await host.storage.institutionByServiceId("10121234");
    return await host.storage.brand(institution?.institutionId ?? "");
  };

  it("gives colour and logo, changes only what is named, and takes them away, each on record", async () => {
    const host = await withInstitution();
    await run(host, "institution brand", { accent: "#0B5C3B", logo: svgLogo });
    expect(await brandOf(host)).toMatchObject({ accent: "#0b5c3b", accentDark: null, logo: { type: "image/svg+xml" } });
    await run(host, "institution brand", { accentDark: "#7fd6a8" });
    expect(await brandOf(host)).toMatchObject({
      accent: "#0b5c3b",
      accentDark: "#7fd6a8",
      logo: { type: "image/svg+xml" },
    });
    expect(await run(host, "institution show", {})).toMatchObject({
      look: { accent: "#0b5c3b", accentDark: "#7fd6a8", logo: "image/svg+xml" },
    });
    await run(host, "institution brand", { remove: true });
    expect(await brandOf(host)).toBeNull();
    expect(await eventsOf(host)).toEqual(Array.from({ length: 4 }, () => "institution.saved"));
  });

  it("may come with the institution", async () => {
    const host = makeHost();
    await run(host, "institution add", { ...institutionInput, accent: "#0b5c3b", logo: svgLogo });
    expect(await brandOf(host)).toMatchObject({ accent: "#0b5c3b" });
  });

  it.each([
    [
      { accent: "#7fd6a8" },
      /--accent #7fd6a8 cannot be read on the light pages: 1\.\d\d:1 on #f3f5f9; at least 4\.5:1/,
    ],
    [
      { accent: "#0b5c3b", accentDark: "#0b5c3b" },
      /--accent-dark #0b5c3b cannot be read on the dark pages: \d\.\d\d:1 on/,
    ],
    [{ accent: "green" }, /--accent must be written #rrggbb/],
    [{ accent: "#0b5c3b", logo: Buffer.from("GIF89a").toString("base64") }, /it is neither PNG nor SVG/],
    [{ logo: svgLogo }, /--accent is missing/],
    [{}, /Nothing is named/],
    [{ remove: true, accent: "#0b5c3b" }, /--remove goes with nothing else/],
  ])("refuses %j and says why", async (input, why) => {
    const host = await withInstitution();
    await expect(run(host, "institution brand", input)).rejects.toThrow(why);
    expect(await brandOf(host)).toBeNull();
  });

  it("adds no institution whose colour cannot be read", async () => {
    const host = makeHost();
    const refused = run(host, "institution add", { ...institutionInput, accent: "#ffffff" });
    await expect(refused).rejects.toThrow("cannot be read");
    expect(await host.storage.institutions()).toEqual([]);
  });
});

describe("institution add", () => {
  it("keeps the texts and lays the policy over the standard one, on record", async () => {
    const host = makeHost();
    await run(host, "institution add", { ...institutionInput, policy: { browserTabSetup: true } });
    const institution = await host.storage.institutionByServiceId("10121234");
    expect(institution?.texts.nameJa).toBe("大空信用組合");
    expect(institution?.policy).toEqual({ ...defaultPolicy, browserTabSetup: true });
    expect(await eventsOf(host)).toEqual(["institution.saved"]);
  });

  it("is refused when the service ID is taken", async () => {
    const host = await withInstitution();
    await expect(run(host, "institution add", institutionInput)).rejects.toThrow("10121234 is taken");
  });

  it("is refused with every missing option at once", async () => {
    const refused = run(makeHost(), "institution add", { serviceId: "1012" });
    await expect(refused).rejects.toThrow(
      /--service-id must be 8 digits[^]*--name-ja is missing[^]*--support-hours-en/,
    );
  });

  it("is refused when the policy breaks a limit or names a field that does not exist", async () => {
    const policy = { wrongCodesUntilLock: 1_000_000, windowPastStep: 1 };
    const refused = run(makeHost(), "institution add", { ...institutionInput, policy });
    await expect(refused).rejects.toThrow(/wrongCodesUntilLock[^]*windowPastStep/);
  });

  it("takes no text of several lines: it goes into mails", async () => {
    const refused = run(makeHost(), "institution add", { ...institutionInput, nameJa: "x\r\nBcc: evil@evil.example" });
    await expect(refused).rejects.toThrow(Refused);
  });
});

describe("institution show", () => {
  it("gives the texts and the whole policy, standard values included", async () => {
    const host = makeHost();
    await run(host, "institution add", { ...institutionInput, policy: { browserTabSetup: true } });
    const shown = await run(host, "institution show", { serviceId: "10121234" });
    expect(shown).toMatchObject({
      texts: { nameEn: "Ozora Credit Union" },
      policy: { ...defaultPolicy, browserTabSetup: true },
    });
  });

  it("is refused for an institution that nobody knows", async () => {
    await expect(run(makeHost(), "institution show", { serviceId: "10121234" })).rejects.toThrow("No institution");
  });
});

describe("--service-id", () => {
  it("may be left out where there is one institution, and must be given where there are more", async () => {
    const host = await withInstitution();
    expect(await run(host, "institution show", {})).toMatchObject({ serviceId: "10121234" });
    await run(host, "institution add", { ...institutionInput, serviceId: "10129999" });
    await expect(run(host, "institution show", {})).rejects.toThrow("--service-id is missing");
    await expect(run(makeHost(), "institution show", {})).rejects.toThrow("There is no institution yet");
  });
});

describe("client add", () => {
  const input = {
    serviceId: "10121234",
    name: "Bank",
    clientId: "bank",
    redirectUri: ["https://bank.example.jp/callback"],
  };

  it("gives the client's secret once", async () => {
    const host = await withInstitution();
    const { clientId, clientSecret } = await run(host, "client add", input);
    expect(clientId).toBe("bank");
    expect(await host.storage.client("bank")).toMatchObject({ clientSecret, redirectUris: input.redirectUri });
    expect(String(clientSecret).length).toBeGreaterThanOrEqual(43);
  });

  const jwk = (kid: string, more: object = {}) => ({
    ...generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" }),
    kid,
    ...more,
  });

  it("keeps how the client asks, and of its keys what is public", async () => {
    const host = await withInstitution();
    const keys = [jwk("1", { note: "of the file" }), jwk("2", { use: "sig", alg: "ES256" })];
    await run(host, "client add", { ...input, keys, requests: "hinted", idTokenAlgorithm: "ES256" });
    const client = await host.storage.client("bank");
    expect(client?.openid).toMatchObject({
      requests: "hinted",
      authentication: "client_secret_basic",
      idTokenAlgorithm: "ES256",
    });
    expect(client?.openid?.keys.map(({ kid }) => kid)).toEqual(["1", "2"]);
    expect(JSON.stringify(client?.openid)).not.toContain("of the file");
  });

  it("prints no secret for a client that has keys in its place", async () => {
    const host = await withInstitution();
    const answer = await run(host, "client add", { ...input, keys: [jwk("1")], authentication: "private_key_jwt" });
    expect(answer).toEqual({ clientId: "bank" });
  });

  it("the standard way is kept as nothing", async () => {
    const host = await withInstitution();
    await run(host, "client add", { ...input, requests: "pushed", authentication: "client_secret_basic" });
    expect(await host.storage.client("bank")).not.toHaveProperty("openid");
  });

  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const weak = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ format: "jwk" });
  it.each([
    ["signed requests without keys", { requests: "signed" }, "--requests signed needs the client's public keys"],
    ["hints without keys", { requests: "hinted" }, "--requests hinted needs"],
    ["a key's proof without keys", { authentication: "private_key_jwt" }, "--authentication private_key_jwt needs"],
    ["keys that nothing needs", { keys: [jwk("1")] }, "none is given"],
    ["no key in the set", { requests: "signed", keys: [] }, "1 to 10 keys"],
    [
      "eleven keys",
      { requests: "signed", keys: Array.from({ length: 11 }, (_, index) => jwk(`${index}`)) },
      "1 to 10 keys",
    ],
    [
      "a private key",
      { requests: "signed", keys: [{ ...privateKey.export({ format: "jwk" }), kid: "1" }] },
      "private or shared",
    ],
    ["a shared key", { requests: "signed", keys: [{ kty: "oct", k: "AAAA", kid: "1" }] }, "private or shared"],
    ["a short RSA key", { requests: "signed", keys: [{ ...weak, kid: "1" }] }, "2048 bits"],
    ["a key without a name", { requests: "signed", keys: [jwk("")] }, "has no kid"],
    ["two keys of one name", { requests: "signed", keys: [jwk("1"), jwk("1")] }, "the same kid"],
    ["a key for encryption", { requests: "signed", keys: [jwk("1", { use: "enc" })] }, "not for signatures"],
    ["nonsense for a key", { requests: "signed", keys: [{ kid: "1" }] }, "must be EC P-256"],
    ["an unknown way", { requests: "plain" }, "must be pushed, signed or hinted"],
    ["HS256", { idTokenAlgorithm: "HS256" }, "must be RS256 or ES256"],
  ])("refuses %s", async (_what, more, sentence) => {
    const host = await withInstitution();
    await expect(run(host, "client add", { ...input, ...more })).rejects.toThrow(sentence);
    expect(await host.storage.client("bank")).toBeNull();
  });

  it("never takes over a client that is there", async () => {
    const host = await withInstitution();
    const { clientSecret } = await run(host, "client add", input);
    await expect(run(host, "client add", input)).rejects.toThrow("bank is taken");
    expect(await host.storage.client("bank")).toMatchObject({ clientSecret });
  });

  it.each([
    "http://bank.example.jp/callback",
    "https://bank.example.jp/callback#x",
    "https://user@bank.example.jp/",
    "javascript:alert(1)",
    "bank.example.jp",
    "https://bank.example.jp/ x",
  ])("refuses %s as a redirect URI", async (redirectUri) => {
    const host = await withInstitution();
    await expect(run(host, "client add", { ...input, redirectUri: [redirectUri] })).rejects.toThrow("--redirect-uri");
  });

  it("is refused for an institution that nobody knows", async () => {
    await expect(run(makeHost(), "client add", input)).rejects.toThrow("10121234");
  });
});

describe("api-key create", () => {
  it("gives the key once, keeps only its hash, and lets two live", async () => {
    const host = await withInstitution();
    await run(host, "client add", {
      serviceId: "10121234",
      name: "Bank",
      clientId: "bank",
      redirectUri: ["http://localhost:4000/callback"],
    });
    const first = await run(host, "api-key create", { clientId: "bank" });
    const apiKey = String(first["apiKey"]);
    expect(apiKey).toMatch(/^wrf_[0-9a-f]{16}_[0-9a-f]{64}$/);
    const keyHash = createHash("sha256").update(apiKey).digest("hex");
    expect(await host.storage.apiKeyByHash(keyHash)).toMatchObject({ clientId: "bank", revokedAtMs: null });
    await run(host, "api-key create", { clientId: "bank" });
    await expect(run(host, "api-key create", { clientId: "bank" })).rejects.toThrow("two live keys");
    await run(host, "api-key revoke", { clientId: "bank", keyId: first["keyId"] });
    await run(host, "api-key create", { clientId: "bank" });
    await expect(run(host, "api-key revoke", { clientId: "bank", keyId: first["keyId"] })).rejects.toThrow(
      "no live key",
    );
  });

  it("is refused for a client that nobody knows", async () => {
    await expect(run(makeHost(), "api-key create", { clientId: "bank" })).rejects.toThrow("no client bank");
  });
});

describe("staff invite", () => {
  const input = { serviceId: "10121234", name: "山田花子", branch: "本店", role: "teller" };

  it("prints a link that works once: only its hash is kept, for 24 hours", async () => {
    const host = await withInstitution();
    const { signInLink, staffId } = await run(host, "staff invite", input);
    const secret = /^https:\/\/console\.example\.jp\/sign-in\/link#([\w-]{43})$/.exec(String(signInLink))?.[1] ?? "";
    const id = createHash("sha256").update(secret).digest("hex");
    const dayMs = 24 * 60 * 60 * 1000;
    expect(await host.storage.get("sign-in-link", id, nowMs + dayMs)).toBeUndefined();
    expect(await host.storage.take("sign-in-link", id, nowMs + dayMs - 1)).toEqual({ staffId });
    expect(await host.storage.staff(String(staffId))).toMatchObject({ name: "山田花子", role: "teller", passkeys: [] });
    expect(await eventsOf(host)).toEqual(["institution.saved", "staff.saved", "staff.invited"]);
  });

  it("ends earlier links when a known member is invited again", async () => {
    const host = await withInstitution();
    const first = await run(host, "staff invite", input);
    await run(host, "staff invite", { serviceId: "10121234", staffId: first["staffId"] });
    const secret = String(first["signInLink"]).split("#").at(-1) ?? "";
    expect(
      await host.storage.get("sign-in-link", createHash("sha256").update(secret).digest("hex"), nowMs),
    ).toBeUndefined();
  });

  it("is refused for another institution's member and without a role", async () => {
    const host = await withInstitution();
    await run(host, "institution add", { ...institutionInput, serviceId: "20121234" });
    const { staffId } = await run(host, "staff invite", { ...input, serviceId: "20121234" });
    await expect(run(host, "staff invite", { serviceId: "10121234", staffId })).rejects.toThrow("No staff member");
    await expect(run(host, "staff invite", { ...input, role: undefined })).rejects.toThrow("--role");
    await expect(run(host, "staff invite", { ...input, role: "root" })).rejects.toThrow("teller, approver");
  });
});
