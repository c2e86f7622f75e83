import type { CustomerState } from "./customer.ts";
import type { Changes } from "./decision.ts";
import type { Token } from "./token.ts";

/** The state as it stands once the changes are written; a new token comes first. Stores that hold state in memory use it. */
export function stateAfter(state: CustomerState, changes: Changes): CustomerState {
  const after = { customer: changes.customer ?? state.customer, tokens: tokensAfter(state.tokens, changes) };
  if (state.beside === undefined) return after;
  return { ...after, beside: { ...state.beside, approval: changes.approval ?? state.beside.approval } };
}

/** The tokens alone. */
export function tokensAfter(tokens: readonly Token[], { tokens: changed = [] }: Changes): readonly Token[] {
  const kept = tokens.map((token) => changed.find(({ tokenId }) => tokenId === token.tokenId) ?? token);
  const added = changed.filter(({ tokenId }) => !tokens.some((token) => token.tokenId === tokenId));
  return [...added, ...kept];
}
