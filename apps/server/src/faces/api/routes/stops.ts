import { allowIssuance, resume, revoke, stateAfter, suspend, unlock } from "@warifu/rules";
import type { Context, CustomerState, Decision, Result } from "@warifu/rules";
import { customerParamsSchema, customerSchema, restPaths, stopSchema } from "@warifu/wire";
import type { WireCode, WireCustomer } from "@warifu/wire";
import { ApiError, apiErrorOf } from "../api-error.ts";
import { subjectOf } from "../api-service.ts";
import type { ApiService } from "../api-service.ts";
import { actorOf, callerOf } from "../authenticate.ts";
import { wireCustomer } from "../wire-customer.ts";
import { answers, badBody, onceOnly, secured } from "./describe.ts";
import type { ApiScope } from "./describe.ts";

interface Stop {
  readonly path: "suspend" | "resume" | "unlock" | "revoke" | "allowIssuance";
  readonly act: typeof suspend | typeof resume | typeof unlock | typeof revoke | typeof allowIssuance;
  readonly summary: string;
  readonly description: string;
  readonly refusals: readonly WireCode[];
}

const stops: readonly Stop[] = [
  {
    path: "suspend",
    act: suspend,
    summary: "Suspend the token (一時停止)",
    description: "At once, for a lost phone: no code is accepted until it is resumed.",
    refusals: ["unknown_token", "suspended", "ended"],
  },
  {
    path: "resume",
    act: resume,
    summary: "Resume the token (再開)",
    description: "Lets a suspended token go on as it was before.",
    refusals: ["unknown_token", "not_suspended", "ended"],
  },
  {
    path: "unlock",
    act: unlock,
    summary: "Unlock the token (ロック解除)",
    description: "Lifts a lock or a pause after wrong codes; the counts start again.",
    refusals: ["unknown_token", "not_stopped", "ended"],
  },
  {
    path: "revoke",
    act: revoke,
    summary: "Revoke the token (失効)",
    description:
      "Ends the token for ever. A new one needs a new application, registered with `afterRevocation`: else whoever has the bank password could issue one.",
    refusals: ["unknown_token", "ended"],
  },
  {
    path: "allowIssuance",
    act: allowIssuance,
    summary: "Allow one more issuance (発行の追加)",
    description:
      "For a customer who has reached the limit of issuances within 24 hours: one token more may be issued. Only after you have " +
      "made sure who is asking; how often within 24 hours is the policy's `extraIssuancesPerDay`.",
    refusals: ["not_applied", "issuances_left", "too_many_allowed"],
  },
];

/** suspend, resume, unlock, revoke, allow-issuance: one shape. Each answers with the customer's state after it. */
export function stopRoutes(scope: ApiScope, service: ApiService): void {
  for (const stop of stops) {
    scope.post(
      restPaths[stop.path],
      {
        schema: {
          operationId: stop.path,
          summary: stop.summary,
          description: stop.description,
          ...secured,
          params: customerParamsSchema,
          body: stopSchema,
          response: { 200: customerSchema, ...answers(...badBody, "unknown_customer", ...onceOnly, ...stop.refusals) },
        },
      },
      async (request) => {
        const { institution } = callerOf(request);
        const subject = subjectOf(service, request, request.params.customerId);
        const choice = { tokenId: null, reason: request.body.reason };
        const result = await service.perform(institution, subject, actorOf(request), (state, context) =>
          withCustomerAfter(state, stop.act(state, choice, context), context),
        );
        if (!result.ok) throw apiErrorOf(result.refusal);
        return result.value;
      },
    );
  }
}

/** The state after the act belongs to its outcome: repeated under the same key, the answer is the same one. */
function withCustomerAfter(
  state: CustomerState,
  { outcome, ...written }: Decision<Result<unknown>>,
  { policy, nowMs }: Context,
): Decision<Result<WireCustomer>> {
  if (!outcome.ok) return { outcome, ...written };
  const customer = wireCustomer(stateAfter(state, written.changes), policy, nowMs);
  if (customer === null) throw new ApiError("unknown_customer");
  return { outcome: { ok: true, value: customer }, ...written };
}
