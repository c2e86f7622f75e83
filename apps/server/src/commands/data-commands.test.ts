import { createHash } from "node:crypto";
import { memoryStorage } from "@warifu/storage";
import { totp } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { defaultPolicy, verify } from "@warifu/rules";
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

describe("token import", () => {
  const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  const uri = `otpauth://totp/Ozora:x?secret=${secret}&digits=8&period=60&algorithm=SHA256`;
  const key = Buffer.from("12345678901234567890");

  async function verifyAt(host: CommandHost, customerId: string, otp: string) {
    const institution = await host.storage.institutionByServiceId("10121234");
    const subject = { institutionId: institution?.institutionId ?? "", customerId };
    const [settled] = await host.storage.act([subject], (state, _index, { fenceMs }) =>
      verify(
        state,
        { otp, purpose: "login", reference: null },
        { nowMs, policy: defaultPolicy, actor: { kind: "institution", id: null, channel: "api" }, fenceMs },
      ),
    );
    return settled?.status === "fulfilled" ? settled.value : settled;
  }

  it("takes the tokens over in use: their codes verify at once", async () => {
    const host = await withInstitution();
    const file = `\uFEFFcustomerId,otpauth\r\n"old-1","${uri}"\r\nold-2,otpauth://totp/x?secret=${secret}\r\n`;
    expect(await run(host, "token import", { serviceId: "10121234", file })).toEqual({ imported: 2 });
    const otp = totp(nodeHmac, key, nowMs, { algorithm: "SHA-256", digits: 8, periodSeconds: 60 });
    expect(await verifyAt(host, "old-1", otp)).toMatchObject({ ok: true });
    const other = totp(nodeHmac, key, nowMs, { algorithm: "SHA-1", digits: 6, periodSeconds: 30 });
    expect(await verifyAt(host, "old-2", other)).toMatchObject({ ok: true });
  });

  it("tells every bad line with its number, quotes no key, and takes nothing over", async () => {
    const host = await withInstitution();
    const file = [
      "customerId,otpauth",
      `good,${uri}`,
      `bad id,${uri}`,
      "no-uri,https://example.jp",
      "one-column",
      `hotp,otpauth://hotp/x?secret=${secret}`,
      `good,${uri}`,
    ].join("\n");
    const error = await run(host, "token import", { serviceId: "10121234", file }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Refused);
    const message = error instanceof Error ? error.message : "";
    for (const line of [3, 4, 5, 6, 7]) expect(message).toContain(`line ${line}:`);
    expect(message).not.toContain("line 2:");
    expect(message).not.toContain(secret);
    expect(await eventsOf(host)).toEqual(["institution.saved"]);
  });

  it("takes nothing over when one customer has a token in use already, whichever line it is", async () => {
    const host = await withInstitution();
    await run(host, "token import", { serviceId: "10121234", file: `customerId,otpauth\nthere,${uri}` });
    const before = await eventsOf(host);
    for (const order of [
      ["new-1", "there", "new-2"],
      ["there", "new-1"],
    ]) {
      const file = ["customerId,otpauth", ...order.map((customerId) => `${customerId},${uri}`)].join("\n");
      await expect(run(host, "token import", { serviceId: "10121234", file })).rejects.toThrow(
        `line ${order.indexOf("there") + 2}:`,
      );
    }
    expect(await eventsOf(host)).toEqual(before);
  });

  it("knows a file without a header by its otpauth URIs, and the header by other systems' names", async () => {
    const host = await withInstitution();
    expect(await run(host, "token import", { file: `one,${uri}` })).toEqual({ imported: 1 });
    expect(await run(host, "token import", { file: `customerId,otpauth URI\ntwo,${uri}` })).toEqual({ imported: 1 });
  });

  it("names what is wrong with an address in plain words, and passes over a parameter only when told to", async () => {
    const host = await withInstitution();
    const file = `one,otpauth://totp/x?secret=${secret}&amp;uuid=1`;
    await expect(run(host, "token import", { file })).rejects.toThrow(
      "line 1: the otpauth URI is not accepted (the parameter uuid",
    );
    expect(await run(host, "token import", { file, ignoreParameter: ["UUID"] })).toEqual({ imported: 1 });
    const long = `two,otpauth://totp/x?secret=${secret}&period=9999`;
    await expect(run(host, "token import", { file: long })).rejects.toThrow("whole number of seconds from 10 to 120");
  });

  it("does not guess at a file of another shape", async () => {
    const host = await withInstitution();
    const refused = run(host, "token import", { serviceId: "10121234", file: `name,secret\ngood,${uri}` });
    await expect(refused).rejects.toThrow("line 1: the first line must be customerId,otpauth");
    await expect(run(host, "token import", { serviceId: "10121234", file: "customerId,otpauth\n" })).rejects.toThrow(
      "no token",
    );
    await expect(run(host, "token import", { serviceId: "10121234", file: "" })).rejects.toThrow("line 1");
  });
});
