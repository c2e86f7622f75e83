import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import type { Staff, Storage } from "@warifu/rules";
import { memoryStorage } from "@warifu/storage";
import { beforeEach, describe, expect, it } from "vitest";
import { testAuthenticator } from "./authenticator-for-tests.ts";
import type { Bent } from "./authenticator-for-tests.ts";
import { authenticationOptions, newPasskey, registrationOptions, staffOfPasskey } from "./passkeys.ts";

const origin = "https://console.example.jp";
const rpId = "console.example.jp";
const relyingParty = { origin, name: "Warifu" };
const now = Date.UTC(2026, 10, 22);
const minute = 60_000;

let storage: Storage;
let staff: Staff;
let device: ReturnType<typeof testAuthenticator>;

const event = {
  type: "staff.saved",
  atMs: now,
  actor: { kind: "operator", id: null, channel: "command" },
  institutionId: "institution-1",
  customerId: null,
  tokenId: null,
  detail: {},
} as const;

beforeEach(async () => {
  storage = memoryStorage({ nowMs: () => now });
  device = testAuthenticator({ origin, rpId, staffId: "teller-1" });
  staff = {
    staffId: "teller-1",
    institutionId: "institution-1",
    name: "受付 さくら",
    branchName: "本店",
    role: "teller",
    passkeys: [],
    disabledAtMs: null,
  };
  await storage.putStaff(staff, event);
});

async function register(bent: Bent = {}, answeredAtMs = now) {
  const options = (await registrationOptions(storage, relyingParty, staff, "session-1", now)) as { challenge: string };
  const answer = device.register(options, bent) as RegistrationResponseJSON;
  const passkey = await newPasskey(storage, relyingParty, "session-1", answer, answeredAtMs);
  return { passkey, answer };
}

async function withPasskey(): Promise<void> {
  const { passkey } = await register();
  if (passkey === null) throw new Error("no passkey");
  staff = { ...staff, passkeys: [passkey] };
  await storage.putStaff(staff, event);
}

async function signIn(bent: Bent = {}, answeredAtMs = now) {
  const { holder, options } = await authenticationOptions(storage, relyingParty, now);
  const answer = device.signIn(options as { challenge: string }, bent) as AuthenticationResponseJSON;
  const found = await staffOfPasskey(storage, relyingParty, holder, answer, answeredAtMs);
  return { found, answer, holder };
}

describe("a new passkey", () => {
  it("is taken from a device that verified its holder", async () => {
    const { passkey } = await register();
    expect(passkey).toMatchObject({ transports: ["internal"], createdAtMs: now });
    expect(passkey?.publicKey.length).toBeGreaterThan(50);
  });

  it("is not taken from another origin or host, without verification, or too late", async () => {
    for (const bent of [
      { origin: "https://evil.example" },
      { crossOrigin: true },
      { crossOrigin: true, topOrigin: "https://evil.example" },
      { topOrigin: "https://evil.example" },
      { rpId: "evil.example" },
      { flags: 0x01 },
      { flags: 0x04 },
    ]) {
      expect((await register(bent)).passkey).toBeNull();
    }
    expect((await register({}, now + 6 * minute)).passkey).toBeNull();
  });

  it("is not taken twice from one answer, nor for another session", async () => {
    const { answer } = await register();
    expect(await newPasskey(storage, relyingParty, "session-1", answer, now)).toBeNull();
    const options = (await registrationOptions(storage, relyingParty, staff, "session-1", now)) as {
      challenge: string;
    };
    const other = device.register(options) as RegistrationResponseJSON;
    expect(await newPasskey(storage, relyingParty, "session-2", other, now)).toBeNull();
  });
});

describe("sign-in by passkey", () => {
  it("finds the staff member, and notes the device's count", async () => {
    await withPasskey();
    expect((await signIn()).found?.staffId).toBe("teller-1");
    expect((await storage.staff("teller-1"))?.passkeys[0]?.signCount).toBeGreaterThan(1);
  });

  it("finds nobody for another origin or host, without verification, for another's handle, or too late", async () => {
    await withPasskey();
    await storage.putStaff({ ...staff, staffId: "teller-2", passkeys: [] }, event);
    for (const bent of [
      { origin: "https://evil.example" },
      { crossOrigin: true },
      { crossOrigin: true, topOrigin: "https://evil.example" },
      { topOrigin: "https://evil.example" },
      { rpId: "evil.example" },
      { flags: 0x01 },
      { flags: 0x00 },
      { userHandle: "teller-2" },
      { userHandle: "nobody" },
      { userHandle: "" },
    ]) {
      expect((await signIn(bent)).found).toBeNull();
    }
    expect((await signIn({}, now + 6 * minute)).found).toBeNull();
  });

  it("takes an answer once, and only for its own challenge", async () => {
    await withPasskey();
    const { answer, holder } = await signIn();
    expect(await staffOfPasskey(storage, relyingParty, holder, answer, now)).toBeNull();
    const { holder: another } = await authenticationOptions(storage, relyingParty, now);
    expect(await staffOfPasskey(storage, relyingParty, another, answer, now)).toBeNull();
  });

  it("finds nobody once the staff member is disabled or the passkey is gone", async () => {
    await withPasskey();
    await storage.putStaff({ ...staff, disabledAtMs: now }, event);
    expect((await signIn()).found).toBeNull();
    await storage.putStaff({ ...staff, passkeys: [] }, event);
    expect((await signIn()).found).toBeNull();
  });

  it("refuses a copied device whose count has stood still", async () => {
    await withPasskey();
    const copy = {
      ...staff,
      passkeys: staff.passkeys.map((passkey) => Object.assign({}, passkey, { signCount: 1000 })),
    };
    await storage.putStaff(copy, event);
    expect((await signIn()).found).toBeNull();
  });
});
