import type { Presence, Step } from "@warifu/otp";
import { audit } from "../audit.ts";
import { checkCode } from "../codes/code-check.ts";
import { refuseCheckedCode, refuseCode } from "../codes/code-refusal.ts";
import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { forgiveAll } from "../guessing/guess-count.ts";
import { isSuspended, pendingToken, tokenInUse } from "../token-life/live-tokens.ts";
import { mailTo } from "../mails.ts";
import type { RefusalCode } from "../refusals.ts";
import { endTokens } from "../token-life/token-end.ts";
import type { Token, TokenId } from "../token.ts";

export interface ConfirmCommand {
  readonly otp: string;
  /** 手順5 asks whether the phone has the token: no code over data does. */
  readonly codeFor: Presence;
}

export interface Confirmed {
  readonly tokenId: TokenId;
  readonly step: Step;
  /** The token that this one replaced, which ended just now. */
  readonly revokedTokenId: TokenId | null;
}

const use = { purpose: "confirm", reference: null } as const;

/** 手順5 認証確認: the first right code in the customer's own bank session. Only now the token opens doors (RFC 6063 §10.5). */
export function confirm(state: CustomerState, command: ConfirmCommand, context: Context): Decision<Result<Confirmed>> {
  const { nowMs } = context;
  const { customer } = state;
  if (customer === null || customer.use !== "applied") return refuse({ code: "notApplied" });
  const token = pendingToken(state, nowMs);
  if (token === undefined) return refuseCode({ code: whyNothingPending(state) }, null, use, customer, context);
  if (isSuspended(state, nowMs)) return refuseCode({ code: "suspended" }, token, use, customer, context);
  if (token.life === "issued") return refuseCode({ code: "notActivated" }, token, use, customer, context);

  const check = checkCode(token, command.otp, command.codeFor, context);
  if (!check.accepted) return refuseCheckedCode(check.refusal, token, check.token, use, customer, context);

  const confirmed: Token = { ...forgiveAll(check.token), life: "inUse", confirmedAtMs: nowMs };
  const replaced = tokenInUse(state);
  const ends = endTokens(replaced === undefined ? [] : [replaced], "replaced", customer, context);
  const { tokenId } = token;
  const event = audit(context, customer, "token.confirmed", tokenId, {
    step: check.step,
    driftSteps: confirmed.driftSteps,
    replaces: replaced?.tokenId ?? null,
  });
  return accept(
    { tokenId, step: check.step, revokedTokenId: replaced?.tokenId ?? null },
    {
      tokens: [confirmed, ...ends.tokens],
      events: [event, ...ends.events],
      mails: mailTo(confirmed, "tokenInUse"),
    },
  );
}

/** A second press of 認証確認 finds the token in use; an issuance whose time ran out is told apart from none at all. */
function whyNothingPending(state: CustomerState): RefusalCode {
  if (tokenInUse(state) !== undefined) return "alreadyInUse";
  return state.tokens.length > 0 ? "ended" : "nothingIssued";
}
