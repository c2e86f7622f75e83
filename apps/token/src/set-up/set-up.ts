import type { ActivationInstitution, ActivationStarted } from "@warifu/wire/activation";
import type { Answer, ServiceClient } from "../service/service-client.ts";
import { StorageBlocked } from "../storage/database.ts";
import { protectionOf } from "../keyholder/device-key.ts";
import type { StoredToken } from "../storage/stored-token.ts";
import type { TokenStore } from "../storage/tokens.ts";
import { deliverReceipt, type ReceiptPorts } from "./deliver-receipt.ts";
import type { Entries } from "./entries.ts";

/** The phone's half of the key agreement (@warifu/activation/phone); loaded only when a set-up begins. */
export type StartActivation = (entries: Entries) => Promise<{
  readonly ke1: string;
  finish(
    ke2: string,
    parameters: ActivationStarted["parameters"],
  ): Promise<AgreedKey | undefined> | AgreedKey | undefined;
}>;

interface AgreedKey {
  readonly ke3: string;
  readonly tokenKey: Uint8Array;
}

export interface SetUpPorts extends ReceiptPorts {
  readonly service: ServiceClient;
  readonly tokens: TokenStore;
  startActivation: StartActivation;
  /** Whether the app runs from the home screen; in a tab the institution must allow it. */
  readonly isInstalled: boolean;
  nowMs(): number;
  /** A fresh random id for the record. */
  newId(): string;
}

export type SetUpOutcome =
  | { readonly kind: "done"; readonly token: StoredToken }
  /** The key is kept, the service has not said yet that it knows: goes on by itself when the network is back. */
  | { readonly kind: "unfinished"; readonly token: StoredToken }
  | { readonly kind: "wrongEntries"; readonly triesLeft: number; readonly institution: ActivationInstitution }
  | { readonly kind: "refused"; readonly institution: ActivationInstitution }
  | { readonly kind: "installFirst"; readonly institution: ActivationInstitution }
  | { readonly kind: "noNetwork" | "unavailable" | "tooManyRequests" }
  | { readonly kind: "unknownService" | "storageBlocked" };

/**
 * 手順3 on the phone, from checked entries to a key that both sides hold. The order is what makes it safe to break off anywhere:
 * the key is kept and read back before the service is told, so either the service never hears of it, or the phone can prove it.
 */
export async function setUp(entries: Entries, ports: SetUpPorts): Promise<SetUpOutcome> {
  try {
    return (await takeUpEarlier(entries, ports)) ?? (await setUpAnew(entries, ports));
  } catch (error) {
    if (error instanceof StorageBlocked) return { kind: "storageBlocked" };
    throw error;
  }
}

/** A phone that already holds this token is done; one that was interrupted only has to deliver its receipt. */
async function takeUpEarlier(entries: Entries, ports: SetUpPorts): Promise<SetUpOutcome | undefined> {
  const earlier = await findToken(entries, ports.tokens);
  if (earlier === undefined) return undefined;
  if (earlier.state !== "pendingReceipt") return { kind: "done", token: earlier };
  const delivery = await deliverReceipt(earlier, ports);
  if (delivery.kind === "delivered") return { kind: "done", token: delivery.token };
  return delivery.kind === "notDelivered" ? { kind: "unfinished", token: earlier } : undefined;
}

async function setUpAnew(entries: Entries, ports: SetUpPorts): Promise<SetUpOutcome> {
  const { serviceId, userId } = entries;
  const asked = await ports.service.institution(serviceId);
  if (!asked.ok) return notAnswered(asked, { kind: "unavailable" });
  const institution = asked.value;
  if (!ports.isInstalled && !institution.browserTab) return { kind: "installFirst", institution };

  const activation = await ports.startActivation(entries);
  const started = await ports.service.start({ serviceId, userId, ke1: activation.ke1 });
  if (!started.ok) return notAnswered(started, { kind: "refused", institution });
  const { exchangeId, ke2, triesLeft, parameters } = started.value;
  const agreed = await activation.finish(ke2, parameters);
  if (agreed === undefined) return { kind: "wrongEntries", triesLeft, institution };

  const token = await keepAndReadBack(entries, agreed.tokenKey, institution, parameters, ports);
  return await tellTheService(token, { exchangeId, ke3: agreed.ke3 }, institution, ports);
}

/** Writes the key as one that cannot be read out, and goes on only with what really comes back from storage and works. */
async function keepAndReadBack(
  entries: Entries,
  tokenKey: Uint8Array,
  institution: ActivationInstitution,
  parameters: ActivationStarted["parameters"],
  ports: SetUpPorts,
): Promise<StoredToken> {
  const { tokens } = await ports.tokens.all();
  const earlier = await findToken(entries, ports.tokens);
  const token: StoredToken = {
    format: 1,
    id: earlier?.id ?? ports.newId(),
    order: Math.min(0, ...tokens.map(({ order }) => order)) - 1,
    name: null,
    institution,
    userId: entries.userId,
    parameters,
    protection: await protectionOf(tokenKey, parameters.algorithm),
    state: "pendingReceipt",
    createdAtMs: ports.nowMs(),
  };
  const ids = { serviceId: entries.serviceId, userId: entries.userId };
  const expected = await ports.receiptFor(token.protection.receiptKey, ids);
  await ports.tokens.keep(token);
  const readBack = await ports.tokens.read(token.id);
  if (readBack === undefined || (await ports.receiptFor(readBack.protection.receiptKey, ids)) !== expected) {
    throw new StorageBlocked("What was written does not come back");
  }
  return readBack;
}

/** The last message of the exchange, then the receipt. When an answer is lost, the receipt finds out what became of it. */
async function tellTheService(
  token: StoredToken,
  last: { exchangeId: string; ke3: string },
  institution: ActivationInstitution,
  ports: SetUpPorts,
): Promise<SetUpOutcome> {
  let finished = await ports.service.finish(last);
  let delivery = await deliverReceipt(token, ports);
  if (!finished.ok && finished.why !== "activationRefused" && delivery.kind === "refused") {
    // The message was lost on its way, not its answer: the exchange is still open for a minute.
    finished = await ports.service.finish(last);
    delivery = await deliverReceipt(token, ports);
  }
  if (delivery.kind === "delivered") return { kind: "done", token: delivery.token };
  if (delivery.kind === "notDelivered") return { kind: "unfinished", token };
  await ports.tokens.forget(token.id);
  return { kind: "refused", institution };
}

async function findToken(ids: Entries, tokens: TokenStore): Promise<StoredToken | undefined> {
  const { tokens: all } = await tokens.all();
  return all.find(({ userId, institution }) => userId === ids.userId && institution.serviceId === ids.serviceId);
}

function notAnswered(answer: Extract<Answer<unknown>, { ok: false }>, refused: SetUpOutcome): SetUpOutcome {
  switch (answer.why) {
    case "activationRefused":
      return refused;
    case "malformed":
      return { kind: "unavailable" };
    default:
      return { kind: answer.why };
  }
}
