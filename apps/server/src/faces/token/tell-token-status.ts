import { tellStatus } from "@warifu/rules";
import type { ActivationStatusAsked, ActivationStatusTold } from "@warifu/wire/activation";
import type { Service } from "../../service.ts";
import { phone } from "./perform-evenly.ts";

/** How far the moment in the phone's statement may be from ours: what was overheard can be sent again for so long and no longer. */
export const statementLifetimeMs = 120_000;

/**
 * How the phone's own token stands, for whoever holds its key. null is the one refusal: no such token, another key, a statement of
 * another time, a token that has ended. It writes nothing for anybody.
 */
export async function tellTokenStatus(
  service: Service,
  request: ActivationStatusAsked,
): Promise<ActivationStatusTold | null> {
  const { serviceId, userId, madeAtMs, proof } = request;
  const institution = await service.storage.institutionByServiceId(serviceId);
  const isFresh = Math.abs(service.nowMs() - madeAtMs) <= statementLifetimeMs;
  const proves = (key: Uint8Array): boolean =>
    service.activation.statusProofMatches(key, { serviceId, userId, madeAtMs }, proof) && isFresh;
  if (institution === null) return null;
  const { institutionId } = institution;
  const told = await service.perform(institution, { institutionId, userId }, phone, (state, context) =>
    tellStatus(state, { userId, proves }, context),
  );
  return told.ok ? told.value : null;
}
