import type { StoredToken } from "../storage/stored-token.ts";

/** A token as screens know it: everything but what opens it and where it lies. */
export type HeldToken = Pick<
  StoredToken,
  "id" | "name" | "institution" | "userId" | "parameters" | "state" | "createdAtMs"
>;

/** Every token on this phone. None is left out: what cannot be read is counted. */
export interface HeldTokens {
  /** In the customer's order. */
  readonly tokens: readonly HeldToken[];
  /** Records that are damaged, or written by a newer version of the app. They are never touched. */
  readonly unreadable: number;
  /** The token that was looked at last; null: none yet. It may be gone meanwhile. */
  readonly chosenId: string | null;
  /** The token to open the app with, whatever was looked at last; null: the customer wished for none. */
  readonly firstId: string | null;
}

/** More would be of no use to a person, and a list of them none on a small phone. */
export const mostTokens = 10;

export function isFull({ tokens }: HeldTokens): boolean {
  return tokens.length >= mostTokens;
}

export function findToken({ tokens }: HeldTokens, id: string | null): HeldToken | undefined {
  return tokens.find((token) => token.id === id);
}

/** The token of one issuance. A user ID names one issuance of one institution; without a service ID it is enough. */
export function findIssuance(
  { tokens }: HeldTokens,
  ids: { readonly serviceId?: string | undefined; readonly userId?: string | undefined },
): HeldToken | undefined {
  return tokens.find(
    ({ userId, institution }) =>
      userId === ids.userId && (ids.serviceId === undefined || ids.serviceId === institution.serviceId),
  );
}

/** Tokens whose codes can be shown: the service knows their keys. */
export function usableTokens({ tokens }: HeldTokens): readonly HeldToken[] {
  return tokens.filter(({ state }) => state !== "pendingReceipt");
}

/** The token to show while the app is open: the one looked at last, else the first of the list. */
export function tokenToShow(held: HeldTokens): HeldToken | undefined {
  const usable = usableTokens(held);
  return usable.find(({ id }) => id === held.chosenId) ?? usable[0];
}

/** The token to show when the app is opened: the customer's standing wish goes before what was looked at last. */
export function tokenToOpenWith(held: HeldTokens): HeldToken | undefined {
  return usableTokens(held).find(({ id }) => id === held.firstId) ?? tokenToShow(held);
}
