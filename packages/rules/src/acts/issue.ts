import { isMobileEmail } from "@warifu/otp";
import { audit } from "../audit.ts";
import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { recentIssuances, whyNoIssuance } from "../issuance-limit.ts";
import { tokenInUse } from "../token-life/live-tokens.ts";
import { mailTo } from "../mails.ts";
import { newToken } from "../token-life/new-token.ts";
import { endTokens } from "../token-life/token-end.ts";
import { mobileEmailOf, type Locale, type TokenId } from "../token.ts";

export interface IssueCommand {
  /** Made by the caller; never used before. */
  readonly tokenId: TokenId;
  /** Made by the caller with `makeUserId`; never used before. */
  readonly userId: string;
  readonly mobileEmail: string;
  /** OPAQUE record of the activation password, base64url; the password itself never came here. */
  readonly registrationRecord: string;
  readonly locale: Locale;
  /** Change of phone: a token in use stays valid until the new one is confirmed. Without it such a customer is refused. */
  readonly replaceInUse?: boolean;
}

export interface Issued {
  readonly tokenId: TokenId;
  readonly userId: string;
  readonly expiresAtMs: number;
}

/** 手順1 トークン発行. An earlier issuance that was not confirmed ends at once: 戻る and issue again is the way to mend an address. */
export function issue(state: CustomerState, command: IssueCommand, context: Context): Decision<Result<Issued>> {
  const { nowMs, policy } = context;
  const { customer } = state;
  if (customer === null || customer.use !== "applied") return refuse({ code: "notApplied" });
  const inUse = tokenInUse(state);
  if (inUse !== undefined && command.replaceInUse !== true) return refuse({ code: "alreadyInUse" });
  if (inUse === undefined && customer.revokedAtMs !== null) return refuse({ code: "ended" });
  const obstacle = whyNoIssuance(state, customer, context);
  if (obstacle !== null) return refuse(obstacle);
  if (!isMobileEmail(command.mobileEmail)) return refuse({ code: "badMobileEmail" });

  const token = newToken({
    tokenId: command.tokenId,
    userId: command.userId,
    life: "issued",
    algorithm: policy.tokenAlgorithm,
    digits: policy.tokenDigits,
    periodSeconds: policy.tokenPeriodSeconds,
    issuedAtMs: nowMs,
    expiresAtMs: nowMs + policy.issuanceLifetimeSeconds * 1000,
    activatedAtMs: null,
    confirmedAtMs: null,
    mobileEmail: mobileEmailOf(command.mobileEmail),
    mailSentAtMs: nowMs,
    locale: command.locale,
    registrationRecord: command.registrationRecord,
    activationTriesLeft: policy.activationTriesPerIssuance,
    key: null,
    replacesTokenId: inUse?.tokenId ?? null,
  });
  const unconfirmed = state.tokens.filter(({ life }) => life === "issued" || life === "activated");
  const ends = endTokens(unconfirmed, "issuedAgain", customer, context);
  const issued = audit(context, customer, "token.issued", token.tokenId, {
    expiresAtMs: token.expiresAtMs,
    replaces: token.replacesTokenId,
  });
  return accept(
    { tokenId: token.tokenId, userId: command.userId, expiresAtMs: token.expiresAtMs },
    {
      customer: { ...customer, issuancesAtMs: [...recentIssuances(customer, nowMs), nowMs] },
      tokens: [token, ...ends.tokens],
      events: [issued, ...ends.events],
      mails: mailTo(token, "tokenIssued"),
    },
  );
}
