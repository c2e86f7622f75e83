import { audit } from "../audit.ts";
import type { Customer } from "../customer.ts";
import type { Context } from "../decision.ts";
import type { AuditEvent } from "../events.ts";
import { isOverdue } from "./live-tokens.ts";
import type { Token } from "../token.ts";

/** Ended tokens with the one audit event each end has. */
export interface Ends {
  readonly tokens: readonly Token[];
  readonly events: readonly AuditEvent[];
}

/** Why the rules themselves end a token. */
export type TokenEndReason = "issuedAgain" | "imported" | "replaced" | "cancelled" | "expired";

/** What a person or an institution gave as the reason, in their own words. */
export interface GivenReason {
  readonly given: string;
}

/** Ends tokens for ever. One whose time had already run out is written down as expired, not as revoked. */
export function endTokens(
  tokens: readonly Token[],
  why: TokenEndReason | GivenReason,
  customer: Customer,
  context: Context,
): Ends {
  const reason = typeof why === "string" ? why : why.given;
  const ends = tokens.map((token) =>
    isOverdue(token, context.nowMs)
      ? { token: expired(token), event: audit(context, customer, "token.expired", token.tokenId) }
      : {
          token: revoked(token, context.nowMs),
          event: audit(context, customer, "token.revoked", token.tokenId, { reason }),
        },
  );
  return { tokens: ends.map((end) => end.token), events: ends.map((end) => end.event) };
}

function revoked(token: Token, nowMs: number): Token {
  return { ...emptied(token), life: "revoked", endedAtMs: nowMs };
}

function expired(token: Token): Token {
  return { ...emptied(token), life: "expired", endedAtMs: token.expiresAtMs };
}

/** With the token its secrets and its address end: what is not kept cannot leak. */
function emptied(token: Token): Token {
  return { ...token, key: null, registrationRecord: null, mobileEmail: null };
}
