import { inStore } from "./database.ts";
import { readStoredToken, type StoredToken } from "./stored-token.ts";

/** What lies on the phone: the tokens that can be read, first to show first, and how many cannot. */
export interface TokensOnPhone {
  readonly tokens: readonly StoredToken[];
  readonly unreadable: number;
}

/** Keeps tokens. Every act is one transaction; `keep` and `forget` answer once it is written. Throws StorageBlocked. */
export interface TokenStore {
  all(): Promise<TokensOnPhone>;
  /** Reads one back from what is really stored; undefined when it is not there or cannot be read. */
  read(id: string): Promise<StoredToken | undefined>;
  /** Adds the token, or takes the place of the one with its id. */
  keep(token: StoredToken): Promise<void>;
  /** Only for a key that the service has said it does not know: what may be of use is never removed. */
  forget(id: string): Promise<void>;
}

export const indexedDbTokens: TokenStore = {
  async all() {
    const records = await inStore<unknown[]>("tokens", "readonly", (store) => store.getAll());
    const tokens = records.map(readStoredToken).filter((token) => token !== undefined);
    tokens.sort((a, b) => a.order - b.order);
    return { tokens, unreadable: records.length - tokens.length };
  },
  async read(id) {
    return readStoredToken(await inStore<unknown>("tokens", "readonly", (store) => store.get(id)));
  },
  async keep(token) {
    await inStore("tokens", "readwrite", (store) => store.put(token));
  },
  async forget(id) {
    await inStore("tokens", "readwrite", (store) => store.delete(id));
  },
};
