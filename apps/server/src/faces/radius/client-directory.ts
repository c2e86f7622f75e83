import type { EarlierSecret, Institution, RadiusClient, Storage } from "@warifu/rules";
import { prefixOf, readAddress, readAddressRange } from "../../address-range.ts";
import type { AddressRange } from "../../address-range.ts";

/** Nobody may do without: a shorter secret can be found from one packet that was overheard. */
export const shortestSecret = 16;

/** A change of clients or policies is seen after so long at the latest. */
const freshForMs = 5_000;
/** After a failure to load it is tried again, but not with every datagram. */
const retryAfterMs = 1_000;

/** Who may ask, and for which institution. */
export interface KnownClient {
  readonly radiusClientId: string;
  readonly sharedSecret: string;
  /** What it had before, and until when that is taken. */
  readonly earlierSecret?: EarlierSecret;
  readonly institution: Institution;
}

export interface ClientDirectory {
  /** The client with the longest prefix that fits. @throws whatever the store threw when the list could not be loaded */
  find(address: string): Promise<KnownClient | null>;
}

/** All ranges of one version and length. Longest first, so that the first that fits is the one. */
interface Level extends Pick<AddressRange, "version" | "prefixBits"> {
  readonly clients: Map<bigint, KnownClient>;
}

/** Keeps the list of clients for some seconds: a datagram from anybody must not cost a query. */
export function makeClientDirectory(
  storage: Pick<Storage, "radiusClients" | "institutions">,
  nowMs: () => number,
): ClientDirectory {
  let levels: Promise<readonly Level[]> | null = null;
  let dueAtMs = 0;

  const load = async (): Promise<readonly Level[]> => {
    const [clients, institutions] = await Promise.all([storage.radiusClients(), storage.institutions()]);
    return levelsOf(clients, new Map(institutions.map((one) => [one.institutionId, one])));
  };
  const current = (): Promise<readonly Level[]> => {
    const now = nowMs();
    // A clock that went back must not keep an old list for as long as it went.
    if (levels !== null && now < dueAtMs && dueAtMs - now <= freshForMs) return levels;
    dueAtMs = now + freshForMs;
    levels = load();
    levels.catch(() => (dueAtMs = Math.min(dueAtMs, nowMs() + retryAfterMs)));
    return levels;
  };

  return {
    async find(address) {
      const asked = readAddress(address);
      if (asked === null) return null;
      for (const { version, prefixBits, clients } of await current()) {
        const found = version === asked.version ? clients.get(prefixOf(asked, prefixBits)) : undefined;
        if (found !== undefined) return found;
      }
      return null;
    },
  };
}

function levelsOf(clients: readonly RadiusClient[], institutions: ReadonlyMap<string, Institution>): readonly Level[] {
  const levels = new Map<string, Level>();
  for (const { radiusClientId, institutionId, address, sharedSecret, earlierSecret } of clients) {
    const range = readAddressRange(address);
    const institution = institutions.get(institutionId);
    if (range === null || institution === undefined || sharedSecret.length < shortestSecret) continue;
    const { version, prefixBits, prefix } = range;
    const name = `${version}/${prefixBits}`;
    const level = levels.get(name) ?? { version, prefixBits, clients: new Map<bigint, KnownClient>() };
    const isEarlierTaken = earlierSecret !== undefined && earlierSecret.secret.length >= shortestSecret;
    const earlier = isEarlierTaken ? { earlierSecret } : {};
    level.clients.set(prefix, { radiusClientId, sharedSecret, ...earlier, institution });
    levels.set(name, level);
  }
  return [...levels.values()].toSorted((a, b) => b.prefixBits - a.prefixBits);
}
