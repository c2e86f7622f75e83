import { receipt } from "@warifu/rules";
import type { ActivationReceipt, ActivationReceived } from "@warifu/wire/activation";
import type { Service } from "../../service.ts";
import { performEvenly } from "./perform-evenly.ts";

/**
 * The phone proves that it kept the key; only now is the activation password used up. The same phone may ask again at any
 * later time and learns whether 手順5 is done. null is the one refusal.
 */
export async function takeReceipt(service: Service, request: ActivationReceipt): Promise<ActivationReceived | null> {
  const { serviceId, userId } = request;
  const institution = await service.storage.institutionByServiceId(serviceId);
  const proves = (key: Uint8Array): boolean =>
    service.activation.receiptMatches(key, { serviceId, userId }, request.receipt);
  const outcome = await performEvenly(service, institution, userId, (state, context) =>
    receipt(state, { userId, proves }, context),
  );
  return outcome.ok ? { status: outcome.value.status } : null;
}
