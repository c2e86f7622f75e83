import { resume, revoke, stateAfter, suspend, unlock } from "@warifu/rules";
import type { ChosenTokens, Context, CustomerState, Decision, Result } from "@warifu/rules";
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
  readonly path: "suspend" | "resume" | "unlock" | "revoke";
  readonly act: typeof suspend | typeof resume | typeof unlock | typeof revoke;
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
];

/** suspend, resume, unlock, revoke: one shape. Each answers with the customer's state after it. */
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
  { outcome, ...written }: Decision<Result<ChosenTokens>>,
  { policy, nowMs }: Context,
): Decision<Result<WireCustomer>> {
  if (!outcome.ok) return { outcome, ...written };
  const customer = wireCustomer(stateAfter(state, written.changes), policy, nowMs);
  if (customer === null) throw new ApiError("unknown_customer");
  return { outcome: { ok: true, value: customer }, ...written };
}
