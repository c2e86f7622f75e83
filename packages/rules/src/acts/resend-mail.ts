import { audit } from "../audit.ts";
import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { isSuspended, pendingToken, tokenInUse } from "../token-life/live-tokens.ts";
import { mailTo } from "../mails.ts";
import type { Locale } from "../token.ts";

export interface ResendMailCommand {
  readonly locale: Locale;
}

/** 手順2 再送信: queues the mail of the issuance again, at most so many times and not too soon after the last. */
export function resendMail(
  state: CustomerState,
  command: ResendMailCommand,
  context: Context,
): Decision<Result<{ readonly resendsLeft: number; readonly nextAtMs: number }>> {
  const { nowMs, policy } = context;
  const { customer } = state;
  if (customer === null || customer.use !== "applied") return refuse({ code: "notApplied" });
  if (isSuspended(state, nowMs)) return refuse({ code: "suspended" });
  const token = pendingToken(state, nowMs);
  if (token === undefined) return refuse({ code: tokenInUse(state) === undefined ? "nothingIssued" : "alreadyInUse" });
  if (token.mailResends >= policy.mailResendsPerIssuance) return refuse({ code: "tooManyMails" });
  const waitMs = policy.mailResendWaitSeconds * 1000;
  const readyAtMs = (token.mailSentAtMs ?? token.issuedAtMs) + waitMs;
  if (nowMs < readyAtMs) return refuse({ code: "mailTooSoon", untilMs: readyAtMs });

  const mailed = { ...token, mailSentAtMs: nowMs, mailResends: token.mailResends + 1, locale: command.locale };
  const resendsLeft = policy.mailResendsPerIssuance - mailed.mailResends;
  return accept(
    { resendsLeft, nextAtMs: nowMs + waitMs },
    {
      tokens: [mailed],
      events: [audit(context, customer, "token.mailResent", token.tokenId, { resendsLeft })],
      mails: mailTo(mailed, "tokenIssued"),
    },
  );
}
