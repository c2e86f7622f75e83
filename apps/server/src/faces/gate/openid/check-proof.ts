import type { Grant, KoaContextWithOIDC } from "oidc-provider";
import type { Service } from "../../../service.ts";
import { asProved, proofMs, stillProved } from "./proofs.ts";
import type { Proved } from "./proofs.ts";

const kind = "gate-proof";

/**
 * Looks again at what this request proved, on its way back from the gate: the customer may have been stopped, or another token
 * brought into use, since the code was accepted (I14).
 */
export async function isStillProvedOnReturn(service: Service, ctx: KoaContextWithOIDC): Promise<boolean> {
  const proved = asProved(ctx.oidc.result?.["proved"]);
  const customerId = ctx.oidc.result?.login?.accountId;
  return proved !== null && customerId !== undefined && (await holds(service, proved, customerId));
}

/** Keeps the proof beside the grant that the code for the bank belongs to, for as long as it can be good. */
export async function keepProof(service: Service, ctx: KoaContextWithOIDC, grant: Grant): Promise<void> {
  const proved = asProved(ctx.oidc.result?.["proved"]);
  if (proved !== null) await service.storage.put(kind, grant.jti, proved, proved.atMs + proofMs);
}

/** Looks at it for the last time, when the bank exchanges its code for the ID token. */
export async function isStillProvedAtExchange(service: Service, customerId: string, grantId: string): Promise<boolean> {
  const proved = asProved(await service.storage.get(kind, grantId, service.nowMs()));
  return proved !== null && (await holds(service, proved, customerId));
}

async function holds(service: Service, proved: Proved, customerId: string): Promise<boolean> {
  const { institutionId } = proved;
  const institution = await service.storage.institution(institutionId);
  if (institution === null) return false;
  const state = await service.storage.look({ institutionId, customerId });
  return stillProved(proved, state, institution.policy, service.nowMs());
}
