import { createHash, randomBytes, randomUUIDv7 } from "node:crypto";
import { join } from "node:path";
import { defaultPolicy, importToken } from "@warifu/rules";
import type { Actor, AuditEvent, EventType, Institution, Storage, TokenId } from "@warifu/rules";
import { createKeyRing, migrate, openKeyVault, openStorage } from "@warifu/storage";
import { customerIdOf, keyOfCustomer } from "../ledger/bank.ts";
import type { Bank } from "../ledger/bank.ts";

/** A database with one institution in it whose tokens are in use. */
export interface SetUp {
  readonly database: string;
  readonly keyRingFile: string;
  readonly bank: Bank;
  /** Opens the database in this process: for the comparison, when no server owns the file. */
  open(): Promise<Storage>;
}

const operator: Actor = { kind: "operator", id: null, channel: "command" };

/** A load guesses more than any institution's customers would: the stop for all of its codes is not what is tried here. */
const policy = { ...defaultPolicy, wrongCodesPerMinuteThrottle: 30_000 };

/** Customers imported in one act. */
const atOnce = 500;

/** @param database `sqlite:PATH`, or a PostgreSQL database that is empty */
export async function setUpBank(
  folder: string,
  database: string,
  { customers, periodSeconds }: Pick<Bank, "customers" | "periodSeconds">,
): Promise<SetUp> {
  const keyRingFile = join(folder, "keys.json");
  await createKeyRing(keyRingFile);
  await migrate(database);
  const vault = await openKeyVault(keyRingFile);
  const open = () => openStorage(database, vault, { nowMs: Date.now });
  const storage = await open();
  try {
    const institution = await addInstitution(storage);
    const { institutionId } = institution;
    const apiKey = await addApiKey(storage, institutionId);
    const bank: Bank = { institutionId, apiKey, customers, periodSeconds };
    for (let from = 0; from < customers; from += atOnce) await importTokens(storage, institution, bank, from);
    return { database, keyRingFile, bank, open };
  } finally {
    await storage.close();
  }
}

async function addInstitution(storage: Storage): Promise<Institution> {
  const institution: Institution = {
    institutionId: randomUUIDv7(),
    serviceId: "10121234",
    texts: { nameJa: "大空信用組合", nameEn: "Ozora", supportPhone: "0", supportHoursJa: "", supportHoursEn: "" },
    policy,
  };
  await storage.putInstitution(institution, event("institution.saved", institution.institutionId));
  return institution;
}

async function addApiKey(storage: Storage, institutionId: string): Promise<string> {
  const clientId = "ozora-bank";
  const client = {
    clientId,
    institutionId,
    name: "Ozora",
    redirectUris: [],
    clientSecret: randomBytes(32).toString("hex"),
  };
  await storage.addClient(client, event("client.saved", institutionId));
  const keyId = randomBytes(8).toString("hex");
  const apiKey = `wrf_${keyId}_${randomBytes(32).toString("hex")}`;
  const keyHash = createHash("sha256").update(apiKey).digest("hex");
  const times = { createdAtMs: Date.now(), lastUsedAtMs: null, revokedAtMs: null };
  await storage.addApiKey(
    { keyId, clientId, institutionId, keyHash, ...times },
    2,
    event("apiKey.created", institutionId),
  );
  return apiKey;
}

async function importTokens(
  storage: Storage,
  { institutionId, policy }: Institution,
  { customers, periodSeconds }: Bank,
  from: number,
): Promise<void> {
  const customerIds = Array.from({ length: Math.min(atOnce, customers - from) }, (_, index) =>
    customerIdOf(from + index),
  );
  const tokenIds = customerIds.map(() => randomUUIDv7() as TokenId);
  const subjects = customerIds.map((customerId) => ({ institutionId, customerId }));
  const settled = await storage.act(subjects, (state, index, { fenceMs }) => {
    const customerId = customerIds[index];
    const tokenId = tokenIds[index];
    if (customerId === undefined || tokenId === undefined) throw new RangeError("No such customer");
    const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds } as const;
    const command = { institutionId, customerId, tokenId, key: keyOfCustomer(customerId), ...parameters };
    return importToken(state, command, { nowMs: Date.now(), policy, actor: operator, fenceMs });
  });
  for (const slot of settled) if (slot.status === "rejected") throw slot.reason;
}

function event(type: EventType, institutionId: string): AuditEvent {
  return { type, atMs: Date.now(), actor: operator, institutionId, customerId: null, tokenId: null, detail: {} };
}
