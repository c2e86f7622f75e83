import type { ApiKey, DirectoryStore, Institution } from "@warifu/rules";
import { sameHash } from "./api-key.ts";

/** Whose server is asking. */
export interface Caller {
  readonly institution: Institution;
  readonly clientId: string;
  readonly keyId: string;
}

/** A revoked key, and a policy as it was, are known no longer than this. Two reads for every code would be more than the code's own. */
export const callerKnownMs = 1000;
/** More live keys than any service has; beyond it everything is looked up again. */
const mostKnown = 10_000;

interface Known {
  readonly caller: Caller;
  readonly readAtMs: number;
}

export interface FindCaller {
  /** The caller without asking the store; null when it must be asked. */
  known(keyHash: string): Caller | null;
  /** Asks the store; null for a key that is unknown or revoked. Those who ask for one key at the same time ask once. */
  find(keyHash: string): Promise<Caller | null>;
}

export function makeFindCaller(
  storage: Pick<DirectoryStore, "apiKeyByHash" | "institution">,
  nowMs: () => number,
): FindCaller {
  const known = new Map<string, Known>();
  const asked = new Map<string, Promise<Caller | null>>();

  const read = async (keyHash: string): Promise<Caller | null> => {
    // The moment before the reads: what they tell may be older than their answer.
    const readAtMs = nowMs();
    const found = await storage.apiKeyByHash(keyHash);
    const institution =
      found !== null && isLive(found, keyHash) ? await storage.institution(found.institutionId) : null;
    if (found === null || institution === null) {
      known.delete(keyHash);
      return null;
    }
    const caller = { institution, clientId: found.clientId, keyId: found.keyId };
    if (known.size >= mostKnown) known.clear();
    known.set(keyHash, { caller, readAtMs });
    return caller;
  };

  return {
    known(keyHash) {
      const found = known.get(keyHash);
      if (found === undefined) return null;
      const ageMs = nowMs() - found.readAtMs;
      return ageMs >= 0 && ageMs < callerKnownMs ? found.caller : null;
    },
    find(keyHash) {
      const before = asked.get(keyHash);
      if (before !== undefined) return before;
      const reading = read(keyHash).finally(() => asked.delete(keyHash));
      asked.set(keyHash, reading);
      return reading;
    },
  };
}

function isLive(key: ApiKey, keyHash: string): boolean {
  return sameHash(key.keyHash, keyHash) && key.revokedAtMs === null;
}
