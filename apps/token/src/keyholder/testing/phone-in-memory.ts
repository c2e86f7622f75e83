import type { Settings } from "../../storage/settings.ts";
import { readStoredToken, type StoredToken } from "../../storage/stored-token.ts";
import type { TokenStore } from "../../storage/tokens.ts";
import { makeDeviceKey } from "../device-key.ts";
import { makeKeyholder } from "../keyholder.ts";

export const nowMs = 1_795_953_620_000;

export const ozora = {
  serviceId: "10121234",
  nameJa: "大空信用組合",
  nameEn: "Ozora Credit Union",
  supportPhone: "0120-000-123",
  supportHoursJa: "",
  supportHoursEn: "",
  browserTab: false,
};

/** A record as it lies on a phone; `seed` makes its key. */
export async function storedToken(seed: number, more: Partial<StoredToken> = {}): Promise<StoredToken> {
  return {
    format: 1,
    id: `token-${seed}`,
    order: seed,
    name: null,
    institution: ozora,
    userId: `USER${seed}`,
    parameters: { algorithm: "SHA-256", digits: 8, periodSeconds: 60 },
    protection: await makeDeviceKey(new Uint8Array(32).fill(seed), "SHA-256"),
    state: "inUse",
    createdAtMs: nowMs,
    ...more,
  };
}

/** Keeps tokens in memory by the same rules as the phone: what is read back is what was written, checked. */
export function makePhone(tokens: readonly StoredToken[] = [], remembered: Partial<Settings> = {}) {
  const records = new Map<string, unknown>(tokens.map((token) => [token.id, token]));
  const settings: Partial<Settings> = { ...remembered };
  const readable = (): StoredToken[] =>
    [...records.values()].map(readStoredToken).filter((token) => token !== undefined);
  const store: TokenStore = {
    all: async () => ({ tokens: readable(), unreadable: records.size - readable().length }),
    async act(decide) {
      const { keep = [], remove = [] } = decide(readable());
      for (const token of keep) records.set(token.id, token);
      for (const id of remove) records.delete(id);
    },
  };
  let ids = 0;
  /** The app opened anew on this phone. */
  const open = (over: Partial<TokenStore> = {}) =>
    makeKeyholder({
      store: { ...store, ...over },
      remembered: settings,
      remember: (name, value) => void (settings[name] = value),
      nowMs: () => nowMs,
      newId: () => `new-${(ids += 1)}`,
    });
  return { records, settings, store, readable, open };
}
