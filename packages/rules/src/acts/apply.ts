import { audit } from "../audit.ts";
import type { Customer, CustomerProfile, CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";

export interface ApplyCommand {
  readonly institutionId: string;
  readonly customerId: string;
  readonly profile: CustomerProfile;
  /**
   * The branch has seen the customer after a revocation and lets 手順1 open again. A plain repeated registration must not
   * do that: an institution's nightly synchronisation would undo every revocation.
   */
  readonly afterRevocation?: boolean;
}

/** 利用申込: the branch or the institution registered that the customer wants one-time passwords. */
export function apply(
  state: CustomerState,
  command: ApplyCommand,
  context: Context,
): Decision<Result<{ readonly use: "applied" }>> {
  const { customer: known } = state;
  const reopens = command.afterRevocation === true && (known?.revokedAtMs ?? null) !== null;
  if (known?.use === "applied" && !reopens) return refuse({ code: "alreadyApplied" });

  const customer: Customer = {
    institutionId: command.institutionId,
    customerId: command.customerId,
    use: "applied",
    appliedAtMs: context.nowMs,
    revokedAtMs: null,
    profile: command.profile,
    // Kept over a cancellation: leaving and coming back must not refill the day's issuances.
    issuancesAtMs: known?.issuancesAtMs ?? [],
    extraIssuancesAtMs: known?.extraIssuancesAtMs ?? [],
  };
  const events = [audit(context, customer, "application.registered", null, reopens ? { afterRevocation: true } : {})];
  return accept({ use: "applied" }, { customer, events });
}
