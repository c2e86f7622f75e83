import { createHash, createHmac } from "node:crypto";
import { presence } from "@warifu/otp";
import { byTokenInUse, verify } from "@warifu/rules";
import type { Actor, OnceKey } from "@warifu/rules";
import type { Service } from "../../service.ts";
import type { KnownClient } from "./client-directory.ts";
import type { Packet } from "./packet.ts";
import type { AccessRequest } from "./read-access-request.ts";

/** As long as an idempotency key of the API: a packet that was overheard and is sent again a day long is no new guess. */
const answerKeptForMs = 24 * 60 * 60_000;

/** No customer can have this ID (isCustomerId): whoever names none is looked up like everybody else, and not found. */
const nobody = ".";

/**
 * Decides an authentic request, once: the same packet at another node, or after a restart, gets the first answer. Every refusal goes
 * the same way and costs a commit, be it wrong, used, late, malformed, paused or about nobody.
 * @throws OnceKeyTaken when identifier and authenticator were used in another request · OutcomeUnknown ·
 *   StoreBusy, ClockAhead, ClockApart, Throttled: come back in a moment · whatever the store throws
 */
export async function decideAccess(
  { perform, nowMs }: Pick<Service, "perform" | "nowMs">,
  { radiusClientId, sharedSecret, institution }: KnownClient,
  packet: Packet,
  { customerId, otp, reference }: AccessRequest,
): Promise<boolean> {
  const once: OnceKey = {
    key: keyOf(packet, radiusClientId),
    fingerprint: fingerprintOf(packet, sharedSecret),
    expiresAtMs: nowMs() + answerKeptForMs,
  };
  const subject = { institutionId: institution.institutionId, customerId: customerId ?? nobody, once };
  const actor: Actor = { kind: "institution", id: radiusClientId, channel: "radius" };
  const decide = byTokenInUse((state, context) => {
    // Before the customer is looked at: were unknown ones refused and known ones left without an answer, it would tell them apart.
    if (context.codesStopped) throw context.codesStopped;
    return verify(state, { otp, codeFor: presence, purpose: "login", reference }, context);
  });
  const result = await perform(institution, subject, actor, decide);
  return result.ok;
}

/** RFC 5080 §2.2.2: client, identifier and request authenticator name a request. Addresses may differ between nodes. */
function keyOf({ identifier, authenticator }: Packet, radiusClientId: string): string {
  const named = createHash("sha256").update(`${radiusClientId}\0${identifier}\0`).update(authenticator);
  return `radius:${named.digest("base64url")}`;
}

/** Of the packet as it came, the password in its hidden form; under the shared secret, so that the database cannot be asked for codes. */
function fingerprintOf({ bytes }: Packet, sharedSecret: string): string {
  return createHmac("sha256", sharedSecret).update(bytes).digest("base64url");
}
