import type { AppClock } from "../clock/app-clock.ts";
import type { HeldToken } from "../keyholder/held-tokens.ts";
import type { Keyholder } from "../keyholder/keyholder.ts";
import type { ServiceClient } from "../service/service-client.ts";

/** How the service says that the token stands. `ended`: it knows no token with this key (any more). */
export type Standing = "activated" | "inUse" | "paused" | "locked" | "suspended" | "ended";

export interface AskingParts {
  readonly service: Pick<ServiceClient, "status">;
  readonly keyholder: Pick<Keyholder, "unlock">;
  readonly clock: Pick<AppClock, "measure" | "serviceNowMs">;
}

/**
 * Asks the service how this phone's own token stands, with a proof under its key over the service's time, so that a phone whose clock is
 * off is heard too. undefined: nobody knows; what was known before goes on holding.
 */
export async function askStatus(
  token: HeldToken,
  { service, keyholder, clock }: AskingParts,
): Promise<Standing | undefined> {
  const unlocked = await keyholder.unlock(token.id);
  if (unlocked.kind !== "unlocked") return undefined;
  const madeAtMs = clock.serviceNowMs() ?? ((await clock.measure()) ? clock.serviceNowMs() : null);
  if (madeAtMs === null) return undefined;
  const statement = { serviceId: token.institution.serviceId, userId: token.userId, madeAtMs };
  const proof = await unlocked.signer.statusProof(madeAtMs);
  const answer = await service.status({ ...statement, proof });
  if (answer.ok) return answer.value.status;
  return answer.why === "activationRefused" ? "ended" : undefined;
}
