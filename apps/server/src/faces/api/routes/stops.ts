import { resume, revoke, suspend, unlock } from "@warifu/rules";
import { customerParamsSchema, customerSchema, restPaths, stopSchema } from "@warifu/wire";
import type { WireCode } from "@warifu/wire";
import type { Service } from "../../../service.ts";
import { ApiError, apiErrorOf } from "../api-error.ts";
import { actorOf, callerOf } from "../authenticate.ts";
import { wireCustomer } from "../wire-customer.ts";
import { answers, badBody, secured } from "./describe.ts";
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
export function stopRoutes(scope: ApiScope, service: Service): void {
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
          response: { 200: customerSchema, ...answers(...badBody, "unknown_customer", ...stop.refusals) },
        },
      },
      async (request) => {
        const { institution } = callerOf(request);
        const subject = { institutionId: institution.institutionId, customerId: request.params.customerId };
        const { reason } = request.body;
        const result = await service.perform(institution, subject, actorOf(request), (state, context) => {
          const { outcome, ...decision } = stop.act(state, { tokenId: null, reason }, context);
          return { outcome: outcome.ok ? { ok: true as const } : outcome, ...decision };
        });
        if (!result.ok) throw apiErrorOf(result.refusal);
        const customer = wireCustomer(await service.storage.look(subject), institution.policy, service.nowMs());
        if (customer === null) throw new ApiError("unknown_customer");
        return customer;
      },
    );
  }
}
