import type { StoredToken } from "../storage/stored-token.ts";

/** In the customer's order; tokens that came at the same place stand in the order of their making. */
export function inOrder(tokens: readonly StoredToken[]): readonly StoredToken[] {
  return tokens.toSorted((a, b) => a.order - b.order || a.createdAtMs - b.createdAtMs);
}

/** The place before all others. */
export function firstPlace(tokens: readonly StoredToken[]): number {
  return Math.min(0, ...tokens.map(({ order }) => order)) - 1;
}

/** All tokens with new places: the one of `id` stands one further up (-1) or down (1). At the end of the list it stays where it is. */
export function moved(tokens: readonly StoredToken[], id: string, by: -1 | 1): readonly StoredToken[] {
  const list = [...inOrder(tokens)];
  const from = list.findIndex((token) => token.id === id);
  const to = from + by;
  const [token, other] = [list[from], list[to]];
  if (token !== undefined && other !== undefined) [list[from], list[to]] = [other, token];
  return list.map((each, order) => ({ ...each, order }));
}
