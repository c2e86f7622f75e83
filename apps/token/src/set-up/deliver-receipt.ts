import type { HeldToken } from "../keyholder/held-tokens.ts";
import type { Keyholder } from "../keyholder/keyholder.ts";
import type { ServiceClient } from "../service/service-client.ts";

export interface ReceiptPorts {
  readonly service: Pick<ServiceClient, "receipt">;
  readonly keyholder: Pick<Keyholder, "unlock" | "note">;
}

export type Delivery =
  | { readonly kind: "delivered" }
  /** The service does not know this key: the exchange was broken off before it, or the token has ended. */
  | { readonly kind: "refused" }
  /** Nobody knows; may be tried again at any time. */
  | { readonly kind: "notDelivered"; readonly why: "noNetwork" | "unavailable" }
  /** This browser does not work with the key that it keeps. */
  | { readonly kind: "unusable" };

/**
 * Proves to the service that this phone keeps the token's key, and notes how far the token is. It may be repeated at any time:
 * an interrupted set-up is taken up again by it.
 */
export async function deliverReceipt(token: HeldToken, { service, keyholder }: ReceiptPorts): Promise<Delivery> {
  const unlocked = await keyholder.unlock(token.id);
  if (unlocked.kind !== "unlocked") return { kind: "unusable" };
  const ids = { serviceId: token.institution.serviceId, userId: token.userId };
  const answer = await service.receipt({ ...ids, receipt: await unlocked.signer.receipt() });
  if (answer.ok) {
    await keyholder.note(token.id, answer.value.status);
    return { kind: "delivered" };
  }
  if (answer.why === "activationRefused") return { kind: "refused" };
  return { kind: "notDelivered", why: answer.why === "noNetwork" ? "noNetwork" : "unavailable" };
}
