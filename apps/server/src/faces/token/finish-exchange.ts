import { finishActivation } from "@warifu/rules";
import type { CustomerState, TokenId } from "@warifu/rules";
import type { ActivationFinish, ActivationFinished } from "@warifu/wire/activation";
import type { Service } from "../../service.ts";
import { exchangeKind, hashOf, readExchange } from "./exchange.ts";
import type { Exchange } from "./exchange.ts";
import { institutionView } from "./institution-view.ts";
import { phone } from "./perform-evenly.ts";

/**
 * Takes the exchange — exactly one of any number of simultaneous callers gets it — and, when the phone knew the activation
 * password, stores the token's key. null is the one refusal: wrong password, unknown ID, late, repeated, replaced meanwhile.
 */
export async function finishExchange(service: Service, request: ActivationFinish): Promise<ActivationFinished | null> {
  const { storage, activation } = service;
  const exchange = readExchange(await storage.take(exchangeKind, hashOf(request.exchangeId), service.nowMs()));
  if (!exchange) return null;
  const finished = activation.finish({ exchangeState: exchange.exchangeState, ke3: request.ke3 });
  const institution = await storage.institution(exchange.institutionId);
  if (!finished.ok || !institution) return null;

  const { institutionId, userId } = exchange;
  const tokenId = exchange.tokenId as TokenId;
  const outcome = await service.perform(institution, { institutionId, userId }, phone, (state, context) => {
    const registrationRecord = recordOf(state, exchange);
    return finishActivation(state, { tokenId, registrationRecord, key: finished.tokenKey }, context);
  });
  return outcome.ok ? { institution: institutionView(institution) } : null;
}

/** The record the exchange was started with, if the token still has it; "" never equals a record. */
function recordOf(state: CustomerState, exchange: Exchange): string {
  const record = state.tokens.find(({ tokenId }) => tokenId === exchange.tokenId)?.registrationRecord ?? "";
  return hashOf(record) === exchange.recordHash ? record : "";
}
