import { createHash, timingSafeEqual } from "node:crypto";
import type { Provider } from "oidc-provider";
import type { Service } from "../../../service.ts";

/** That a client still uses its old secret is logged so often at most. */
const tellEveryMs = 60_000;

/**
 * Lets a client whose secret was replaced prove itself with either until the old one ends (oidc-store.ts then gives it out no longer).
 * Both are always compared, each in constant time: how long it takes tells neither which one fits nor whether there are two.
 */
export function takeEarlierSecrets(provider: Provider, { log, nowMs }: Pick<Service, "log" | "nowMs">): void {
  const toldAtMs = new Map<string, number>();
  const tell = (clientId: string): void => {
    const now = nowMs();
    if (Math.abs(now - (toldAtMs.get(clientId) ?? -Infinity)) < tellEveryMs) return;
    toldAtMs.set(clientId, now);
    log.info({ clientId }, "a client used the secret that was replaced");
  };
  provider.Client.prototype.compareClientSecret = function compareClientSecret(given) {
    const isNewest = isSame(given, this.clientSecret);
    const isEarlier = isSame(given, this["warifu_earlier_secret"]);
    if (isEarlier && !isNewest) tell(this.clientId);
    return isNewest || isEarlier;
  };
}

/** By their hashes, which have one length. What is no secret fits nothing, and takes as long. */
function isSame(given: unknown, secret: unknown): boolean {
  const fits = timingSafeEqual(hashOf(given), hashOf(secret));
  return fits && typeof given === "string" && typeof secret === "string" && secret !== "";
}

function hashOf(text: unknown): Buffer {
  return createHash("sha256")
    .update(typeof text === "string" ? text : "", "utf8")
    .digest();
}
