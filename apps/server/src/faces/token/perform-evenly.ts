import type { Actor, Context, CustomerState, Decision, Institution, Result } from "@warifu/rules";
import type { Service } from "../../service.ts";

/** Whoever acts here is a phone. */
export const phone: Actor = { kind: "phone", id: null, channel: "app" };

/**
 * Performs an act on the customer of a user ID so that every refusal costs one commit: what is refused for a known ID is
 * recorded, and were nothing written for an unknown one, or for one of an institution that nobody has, the time would tell them apart.
 */
export async function performEvenly<Value>(
  service: Service,
  institution: Institution | null,
  userId: string,
  decide: (state: CustomerState, context: Context) => Decision<Result<Value>>,
): Promise<Result<Value>> {
  if (institution === null) {
    await spendACommit(service, "");
    return { ok: false, refusal: { code: "activationRefused" } };
  }
  const { institutionId } = institution;
  let wrote = false;
  const outcome = await service.perform(institution, { institutionId, userId }, phone, (state, context) => {
    const decision = decide(state, context);
    wrote = writes(decision);
    return decision;
  });
  if (!outcome.ok && !wrote) await spendACommit(service, institutionId);
  return outcome;
}

function writes({ changes, events, mails }: Decision<unknown>): boolean {
  return Object.keys(changes).length > 0 || events.length > 0 || mails.length > 0;
}

async function spendACommit({ storage, nowMs }: Service, institutionId: string): Promise<void> {
  const timeMs = nowMs();
  await storage.count("shadow-commits", institutionId, timeMs, timeMs + 60_000);
}
