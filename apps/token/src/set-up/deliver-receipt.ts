import type { ServiceClient } from "../service/service-client.ts";
import type { StoredToken } from "../storage/stored-token.ts";
import type { TokenStore } from "../storage/tokens.ts";

export interface ReceiptPorts {
  readonly service: Pick<ServiceClient, "receipt">;
  readonly tokens: Pick<TokenStore, "keep">;
  receiptFor(key: CryptoKey, ids: { serviceId: string; userId: string }): Promise<string>;
}

export type Delivery =
  | { readonly kind: "delivered"; readonly token: StoredToken }
  /** The service does not know this key: the exchange was broken off before it, or the token has ended. */
  | { readonly kind: "refused" }
  /** Nobody knows; may be tried again at any time. */
  | { readonly kind: "notDelivered"; readonly why: "noNetwork" | "unavailable" };

/**
 * Proves to the service that this phone keeps the token's key, and learns how far the token is. It may be repeated at any time:
 * an interrupted set-up is taken up again by it.
 */
export async function deliverReceipt(token: StoredToken, ports: ReceiptPorts): Promise<Delivery> {
  const ids = { serviceId: token.institution.serviceId, userId: token.userId };
  const receipt = await ports.receiptFor(token.protection.receiptKey, ids);
  const answer = await ports.service.receipt({ ...ids, receipt });
  if (answer.ok) {
    const known = { ...token, state: answer.value.status };
    if (known.state !== token.state) await ports.tokens.keep(known);
    return { kind: "delivered", token: known };
  }
  if (answer.why === "activationRefused") return { kind: "refused" };
  return { kind: "notDelivered", why: answer.why === "noNetwork" ? "noNetwork" : "unavailable" };
}
