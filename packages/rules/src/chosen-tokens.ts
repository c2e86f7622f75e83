import type { CustomerState } from "./customer.ts";
import { liveTokens, tokenById } from "./token-life/live-tokens.ts";
import type { RefusalCode } from "./refusals.ts";
import { statusAt, type Token, type TokenId } from "./token.ts";

/** What a person stops, lets go on, or ends: one token, or with null every live token of the customer. */
export interface TokenChoice {
  readonly tokenId: TokenId | null;
  /** From the console's list or the institution; recorded. */
  readonly reason: string;
}

export interface ChosenTokens {
  readonly tokenIds: readonly TokenId[];
}

/** The live tokens that were meant, or why there are none. */
export function chosenTokens(
  state: CustomerState,
  tokenId: TokenId | null,
  nowMs: number,
): { readonly tokens: readonly Token[] } | { readonly refusal: RefusalCode } {
  if (tokenId === null) {
    const tokens = liveTokens(state, nowMs);
    return tokens.length > 0 ? { tokens } : { refusal: "unknownToken" };
  }
  const token = tokenById(state, tokenId);
  if (token === undefined) return { refusal: "unknownToken" };
  const status = statusAt(token, nowMs);
  return status === "revoked" || status === "expired" ? { refusal: "ended" } : { tokens: [token] };
}

/** Stopped by a person since then; with null, not stopped. */
export function withSuspension(token: Token, suspendedAtMs: number | null): Token {
  return { ...token, suspendedAtMs };
}
