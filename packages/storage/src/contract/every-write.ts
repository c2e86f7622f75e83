import type { Brand, RadiusClient, Storage } from "@warifu/rules";
import { actOn } from "./open-fresh.ts";
import {
  decided,
  hanako,
  institutionSaved,
  sampleClient,
  sampleCustomer,
  sampleEvent,
  sampleInstitution,
  sampleMail,
  sampleStaff,
  sampleToken,
  startMs,
  step,
} from "./samples.ts";

type Reading =
  | "institutionByServiceId"
  | "institution"
  | "institutions"
  | "countInstitutions"
  | "brand"
  | "client"
  | "clientsOf"
  | "apiKeyByHash"
  | "apiKeysOf"
  | "radiusClients"
  | "staff"
  | "staffOf"
  | "get"
  | "inGroup"
  | "mailsOfToken"
  | "eventsOfCustomer"
  | "eventsAfter"
  | "findCustomers"
  | "customersWithExpiredTokens"
  | "look"
  | "approval"
  | "approvalsWaiting"
  | "overdueApprovals";

/** A new method of the store does not compile until it stands here or among those that read. */
type Writing = Exclude<keyof Storage, Reading | "ready" | "close">;

const endMs = startMs + 60_000;
const brand: Brand = { accent: "#0b5c3b", accentDark: null, logo: null };
const radiusClient: RadiusClient = {
  radiusClientId: "vpn",
  institutionId: "ozora",
  name: "VPN",
  address: "192.0.2.0/24",
  sharedSecret: "shared-secret-of-the-vpn",
};
const apiKey = (keyId: string) => ({
  keyId,
  clientId: "ozora-bank",
  institutionId: "ozora",
  keyHash: `hash-${keyId}`,
  createdAtMs: startMs,
  lastUsedAtMs: null,
  revokedAtMs: null,
});
const anotherPasskey = { credentialId: "c2", publicKey: "pk", signCount: 0, transports: [], createdAtMs: startMs };
const saved = sampleEvent({ type: "client.saved", customerId: null, tokenId: null });

/** Accepts a code of Hanako's. */
export const accept = (storage: Storage, at: number): Promise<string> =>
  actOn(storage, hanako, () =>
    decided("accepted", {
      changes: { customer: sampleCustomer(), tokens: [sampleToken({ lastStep: step(at) })] },
      events: [sampleEvent()],
    }),
  );

/** What has to be there for each of `everyWrite` to change something. */
export async function prepareForWrites(storage: Storage): Promise<void> {
  await storage.putInstitution(sampleInstitution(), institutionSaved);
  await storage.addClient(sampleClient(), saved);
  await storage.addApiKey(apiKey("old"), 9, saved);
  await storage.addRadiusClient(radiusClient, saved);
  await storage.putStaff(sampleStaff(), saved);
  await actOn(storage, hanako, () =>
    decided(null, {
      changes: { customer: sampleCustomer(), tokens: [sampleToken({ lastStep: step(5) })] },
      mails: [sampleMail(), sampleMail()],
    }),
  );
  await storage.put("session", "taken", "payload", endMs);
  await storage.put("session", "changed", "payload", endMs);
  await storage.put("session", "removed", "payload", endMs);
  await storage.put("session", "grouped", "payload", endMs, ["group"]);
  await storage.put("session", "ended", "payload", startMs);
}

/** Every way in which a store writes, once each, over what was prepared: each changes something. In this order. */
export const everyWrite: Readonly<Record<Writing, (storage: Storage) => Promise<unknown>>> = {
  act: (storage) => accept(storage, 9),
  raiseFence: (storage) => storage.raiseFence(step(100), sampleEvent()),
  putInstitution: (storage) => storage.putInstitution(sampleInstitution({ serviceId: "30000000" }), institutionSaved),
  putBrand: (storage) => storage.putBrand("ozora", brand, institutionSaved),
  addClient: (storage) => storage.addClient(sampleClient({ clientId: "new" }), saved),
  changeClient: (storage) =>
    storage.changeClient("ozora-bank", (client) => ({ changed: { ...client, clientSecret: "new" }, event: saved })),
  addApiKey: (storage) => storage.addApiKey(apiKey("new"), 9, saved),
  noteApiKeyUse: (storage) => storage.noteApiKeyUse("old", startMs),
  revokeApiKey: (storage) => storage.revokeApiKey("old", startMs, saved),
  addRadiusClient: (storage) =>
    storage.addRadiusClient({ ...radiusClient, radiusClientId: "ssh", address: "192.0.2.9" }, saved),
  changeRadiusClient: (storage) =>
    storage.changeRadiusClient("vpn", (client) => ({ changed: { ...client, sharedSecret: "new" }, event: saved })),
  removeRadiusClient: (storage) => storage.removeRadiusClient("vpn", saved),
  putStaff: (storage) => storage.putStaff(sampleStaff({ role: "admin" }), saved),
  addPasskey: (storage) => storage.addPasskey("staff-1", anotherPasskey, () => saved),
  notePasskeyUse: (storage) => storage.notePasskeyUse("staff-1", "c1", 7),
  put: (storage) => storage.put("session", "id", "x".repeat(300_000), endMs),
  change: (storage) =>
    storage.change("session", "changed", startMs, () => ({ payload: "x".repeat(300_000), expiresAtMs: endMs })),
  take: (storage) => storage.take("session", "taken", startMs),
  count: (storage) => storage.count("tries", "id", startMs, endMs),
  remove: (storage) => storage.remove("session", "removed"),
  removeGroup: (storage) => storage.removeGroup("group"),
  sweep: (storage) => storage.sweep(startMs),
  claimDueMails: (storage) => storage.claimDueMails(startMs, 5, 60_000),
  markMailSent: async (storage) => storage.markMailSent(await mailOf(storage, 0), startMs),
  markMailFailed: async (storage) => storage.markMailFailed(await mailOf(storage, 1), "refused", null),
  record: (storage) => storage.record(sampleEvent()),
  secret: (storage) => storage.secret("new", () => "secret"),
};

async function mailOf(storage: Storage, nth: number): Promise<string> {
  return (await storage.mailsOfToken(sampleMail().tokenId))[nth]?.mailId ?? "";
}
