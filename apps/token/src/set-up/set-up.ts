import type { ActivationInstitution, ActivationStarted } from "@warifu/wire/activation";
import { findIssuance, isFull, type HeldToken } from "../keyholder/held-tokens.ts";
import type { Keyholder } from "../keyholder/keyholder.ts";
import type { Answer, ServiceClient } from "../service/service-client.ts";
import { StorageBlocked } from "../storage/database.ts";
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
  readonly keyholder: Keyholder;
  startActivation: StartActivation;
  /** Whether the app runs from the home screen; in a tab the institution must allow it. */
  readonly isInstalled: boolean;
}

export type SetUpOutcome =
  | { readonly kind: "done"; readonly tokenId: string }
  /** The key is kept, the service has not said yet that it knows: goes on by itself when the network is back. */
  | { readonly kind: "unfinished"; readonly tokenId: string }
  | { readonly kind: "wrongEntries"; readonly triesLeft: number; readonly institution: ActivationInstitution }
  | { readonly kind: "refused"; readonly institution: ActivationInstitution }
  | { readonly kind: "installFirst"; readonly institution: ActivationInstitution }
  /** The phone holds as many tokens as it may; no try was spent. */
  | { readonly kind: "full" }
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
  await ports.keyholder.look();
  const earlier = findIssuance(ports.keyholder.state(), entries);
  if (earlier === undefined) return undefined;
  if (earlier.state !== "pendingReceipt") return { kind: "done", tokenId: earlier.id };
  const delivery = await deliverReceipt(earlier, ports);
  if (delivery.kind === "delivered") return { kind: "done", tokenId: earlier.id };
  return delivery.kind === "notDelivered" ? { kind: "unfinished", tokenId: earlier.id } : undefined;
}

async function setUpAnew(entries: Entries, ports: SetUpPorts): Promise<SetUpOutcome> {
  const { serviceId, userId } = entries;
  const held = ports.keyholder.state();
  if (isFull(held) && findIssuance(held, entries) === undefined) return { kind: "full" };
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

  const token = await ports.keyholder.hold({ institution, userId, parameters, tokenKey: agreed.tokenKey });
  return await tellTheService(token, { exchangeId, ke3: agreed.ke3 }, institution, ports);
}

/** The last message of the exchange, then the receipt. When an answer is lost, the receipt finds out what became of it. */
async function tellTheService(
  token: HeldToken,
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
  if (delivery.kind === "delivered") return { kind: "done", tokenId: token.id };
  if (delivery.kind === "notDelivered") return { kind: "unfinished", tokenId: token.id };
  if (delivery.kind === "unusable") throw new StorageBlocked("The key that was kept does not work");
  await ports.keyholder.forget(token.id);
  return { kind: "refused", institution };
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
