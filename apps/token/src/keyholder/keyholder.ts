import type { ActivationInstitution, TokenParameters } from "@warifu/wire/activation";
import { StorageBlocked } from "../storage/database.ts";
import type { Settings } from "../storage/settings.ts";
import type { StoredToken, StoredTokenState } from "../storage/stored-token.ts";
import type { TokenChanges, TokenStore } from "../storage/tokens.ts";
import { makeDeviceKey } from "./device-key.ts";
import { findToken, type HeldToken, type HeldTokens } from "./held-tokens.ts";
import { firstPlace, inOrder, moved } from "./order.ts";
import { unlock, type Unlocking } from "./unlock.ts";

/**
 * Stands between storage and screens: screens see the list of tokens and ask for a signer; keys and records stay here. The list
 * always says what was last read from storage, never what should lie there. What writes throws StorageBlocked.
 */
export interface Keyholder {
  /** The same object until something changes. */
  readonly state: () => HeldTokens;
  readonly subscribe: (listener: () => void) => () => void;
  /** Reads storage again: another window of the app may have changed it. */
  readonly look: () => Promise<void>;
  readonly unlock: (id: string) => Promise<Unlocking>;
  /**
   * Keeps a token under a key that nobody can read out, before all others, as `pendingReceipt`. Answers only when it came back from
   * storage with keys that do what the given one does. The bytes are wiped.
   */
  readonly hold: (agreed: AgreedToken) => Promise<HeldToken>;
  /** What the service said about how far the token is. */
  readonly note: (id: string, state: StoredTokenState) => Promise<void>;
  /** null: back to the institution's name. */
  readonly rename: (id: string, name: string | null) => Promise<void>;
  /** One place up (-1) or down (1) in the list. */
  readonly move: (id: string, by: -1 | 1) => Promise<void>;
  /** It is being looked at: the next opening of the app begins with it. */
  readonly choose: (id: string) => void;
  /** The app shall always open with it; null: with the one looked at last. */
  readonly openWith: (id: string | null) => void;
  /** For a key that the service has said it does not know: what may be of use is removed only by the customer. */
  readonly forget: (id: string) => Promise<void>;
  /** The customer's own wish, after it was asked for twice. */
  readonly remove: (id: string) => Promise<void>;
}

/** What 手順3 agreed on with the service. */
export interface AgreedToken {
  readonly institution: ActivationInstitution;
  readonly userId: string;
  readonly parameters: TokenParameters;
  /** 32 bytes. */
  readonly tokenKey: Uint8Array;
}

/** What the keyholder remembers besides tokens. Losing it loses no token. */
type Remembered = Pick<Settings, "chosenTokenId" | "firstTokenId" | "emptiedByCustomer">;

export interface KeyholderParts {
  readonly store: TokenStore;
  readonly remembered: Partial<Remembered>;
  remember<Name extends keyof Remembered>(name: Name, value: Settings[Name]): void;
  nowMs(): number;
  /** A fresh random id for a record. */
  newId(): string;
}

export function makeKeyholder({ store, remembered, remember, nowMs, newId }: KeyholderParts): Keyholder {
  const listeners = new Set<() => void>();
  let stored: readonly StoredToken[] = [];
  let state: HeldTokens = {
    tokens: [],
    unreadable: 0,
    chosenId: remembered.chosenTokenId ?? null,
    firstId: remembered.firstTokenId ?? null,
  };

  function publish(next: HeldTokens): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    for (const listener of listeners) listener();
  }

  let looksBegun = 0;
  let lookTold = 0;
  async function look(): Promise<void> {
    const begun = (looksBegun += 1);
    const { tokens, unreadable } = await store.all();
    // One that began later knows at least as much.
    if (begun < lookTold) return;
    lookTold = begun;
    stored = inOrder(tokens);
    publish({ ...state, tokens: stored.map(withoutKeys), unreadable });
  }

  async function act(decide: (tokens: readonly StoredToken[]) => TokenChanges): Promise<void> {
    await store.act(decide);
    await look();
  }

  /** Changes one token as it lies in storage at that moment; nothing when it is gone. */
  async function change(id: string, to: Partial<Pick<StoredToken, "name" | "state">>): Promise<void> {
    await act((tokens) => ({ keep: tokens.filter((token) => token.id === id).map((token) => ({ ...token, ...to })) }));
  }

  async function hold({ institution, userId, parameters, tokenKey }: AgreedToken): Promise<HeldToken> {
    const protection = await makeDeviceKey(tokenKey, parameters.algorithm);
    const fresh = {
      format: 1,
      institution,
      userId,
      parameters,
      protection,
      state: "pendingReceipt",
      createdAtMs: nowMs(),
    } as const;
    const ids = { serviceId: institution.serviceId, userId };
    const newlyMade = newId();
    await act((tokens) => {
      const earlier = tokens.find((token) => isOf(token, ids));
      const { id = newlyMade, name = null } = earlier ?? {};
      return { keep: [{ ...fresh, id, name, order: firstPlace(tokens) }] };
    });
    const kept = stored.find((token) => isOf(token, ids));
    const expected = await deedsOf({ ...fresh, id: newlyMade, name: null, order: 0 });
    if (kept === undefined || expected === undefined || (await deedsOf(kept)) !== expected) {
      throw new StorageBlocked("What was written does not come back");
    }
    remember("emptiedByCustomer", false);
    return withoutKeys(kept);
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look,
    async unlock(id) {
      const token = stored.find((each) => each.id === id);
      return token === undefined ? { kind: "unusable" } : await unlock(token);
    },
    hold,
    async note(id, to) {
      if (findToken(state, id)?.state !== to) await change(id, { state: to });
    },
    rename: async (id, name) => await change(id, { name }),
    move: async (id, by) => await act((tokens) => ({ keep: moved(tokens, id, by) })),
    choose(id) {
      if (state.chosenId === id) return;
      remember("chosenTokenId", id);
      publish({ ...state, chosenId: id });
    },
    openWith(id) {
      remember("firstTokenId", id);
      publish({ ...state, firstId: id });
    },
    forget: async (id) => await act(() => ({ remove: [id] })),
    async remove(id) {
      await act(() => ({ remove: [id] }));
      if (state.tokens.length === 0 && state.unreadable === 0) remember("emptiedByCustomer", true);
    },
  };
}

function withoutKeys({ id, name, institution, userId, parameters, state, createdAtMs }: StoredToken): HeldToken {
  return { id, name, institution, userId, parameters, state, createdAtMs };
}

function isOf(token: StoredToken, ids: { serviceId: string; userId: string }): boolean {
  return token.userId === ids.userId && token.institution.serviceId === ids.serviceId;
}

/** What both keys make of one thing each: equal for equal keys. undefined: they do not work. */
async function deedsOf(token: StoredToken): Promise<string | undefined> {
  const unlocked = await unlock(token);
  if (unlocked.kind !== "unlocked") return undefined;
  return `${await unlocked.signer.codeAt(0)} ${await unlocked.signer.receipt()}`;
}
