import { inStore } from "./database.ts";
import { readStoredToken, type StoredToken } from "./stored-token.ts";

/** What lies on the phone: the tokens that can be read, in no order, and how many records cannot. */
export interface TokensOnPhone {
  readonly tokens: readonly StoredToken[];
  readonly unreadable: number;
}

/** Records to write, each in the place of the one with its id, and ids of records to remove. */
export interface TokenChanges {
  readonly keep?: readonly StoredToken[];
  readonly remove?: readonly string[];
}

/** Keeps tokens and decides nothing. Throws StorageBlocked. */
export interface TokenStore {
  all(): Promise<TokensOnPhone>;
  /**
   * Hands what lies here to `decide` and writes what that answers, in one transaction: of two at once, in two tabs, the second sees
   * what the first wrote. Answers once it is written. Records that cannot be read are neither handed over nor touched.
   */
  act(decide: (tokens: readonly StoredToken[]) => TokenChanges): Promise<void>;
}

export const indexedDbTokens: TokenStore = {
  async all() {
    return readable(await inStore<unknown[]>("tokens", "readonly", (store) => store.getAll()));
  },
  async act(decide) {
    await inStore<unknown[]>("tokens", "readwrite", (store) => {
      const records = store.getAll();
      records.addEventListener("success", () => write(store, () => decide(readable(records.result).tokens)));
      return records;
    });
  },
};

function readable(records: readonly unknown[]): TokensOnPhone {
  const tokens = records.map(readStoredToken).filter((token) => token !== undefined);
  return { tokens, unreadable: records.length - tokens.length };
}

/** What is thrown in here (a key that this browser does not store, for one) would reach nobody: it ends the transaction instead. */
function write(store: IDBObjectStore, decide: () => TokenChanges): void {
  try {
    const { keep = [], remove = [] } = decide();
    for (const token of keep) store.put(token);
    for (const id of remove) store.delete(id);
  } catch {
    store.transaction.abort();
  }
}
