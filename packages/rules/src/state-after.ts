import type { CustomerState } from "./customer.ts";
import type { Changes } from "./decision.ts";

/** The state as it stands once the changes are written; a new token comes first. Stores that hold state in memory use it. */
export function stateAfter(state: CustomerState, changes: Changes): CustomerState {
  const changed = changes.tokens ?? [];
  const kept = state.tokens.map((token) => changed.find(({ tokenId }) => tokenId === token.tokenId) ?? token);
  const added = changed.filter(({ tokenId }) => !state.tokens.some((token) => token.tokenId === tokenId));
  const after = { customer: changes.customer ?? state.customer, tokens: [...added, ...kept] };
  if (state.beside === undefined) return after;
  return { ...after, beside: { ...state.beside, approval: changes.approval ?? state.beside.approval } };
}
