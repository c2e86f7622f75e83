import { apply, cancel } from "@warifu/rules";
import type { CustomerProfile } from "@warifu/rules";
import { applicationSchema, appliedSchema, cancelledSchema, customerParamsSchema, restPaths } from "@warifu/wire";
import type { WireApplication } from "@warifu/wire";
import { apiErrorOf } from "../api-error.ts";
import { subjectOf } from "../api-service.ts";
import type { ApiService } from "../api-service.ts";
import { actorOf, callerOf } from "../authenticate.ts";
import { answers, badBody, onceOnly, secured } from "./describe.ts";
import type { ApiScope } from "./describe.ts";

export function applicationRoutes(scope: ApiScope, service: ApiService): void {
  scope.put(
    restPaths.application,
    {
      schema: {
        operationId: "apply",
        summary: "Register an application (利用申込)",
        description:
          "After it, the customer's next log-in leads to トークン発行. 201 when it was registered now, 200 when it already was: " +
          "repeating the request is safe and changes nothing.",
        ...secured,
        params: customerParamsSchema,
        body: applicationSchema,
        response: {
          200: { description: "It was registered before.", content: { "application/json": { schema: appliedSchema } } },
          201: { description: "It is registered now.", content: { "application/json": { schema: appliedSchema } } },
          ...answers(...badBody, ...onceOnly),
        },
      },
      // No body means nothing to note. (A body of `null` never comes this far.)
      preValidation: async (request) => {
        request.body ??= {};
      },
    },
    async (request, reply) => {
      const { institution } = callerOf(request);
      const { customerId } = request.params;
      const subject = subjectOf(service, request, customerId);
      const named = { institutionId: institution.institutionId, customerId };
      const { afterRevocation = false, ...noted } = request.body;
      const result = await service.perform(institution, subject, actorOf(request), (state, context) =>
        apply(state, { ...named, profile: profileOf(noted), afterRevocation }, context),
      );
      if (result.ok) return reply.code(201).send(result.value);
      if (result.refusal.code === "alreadyApplied") return reply.code(200).send({ use: "applied" });
      throw apiErrorOf(result.refusal);
    },
  );

  scope.delete(
    restPaths.application,
    {
      schema: {
        operationId: "cancel",
        summary: "Cancel the application (利用解除)",
        description:
          "The customer's OTP use ends and every live token is revoked. There is no way back but a new application.",
        ...secured,
        params: customerParamsSchema,
        response: { 200: cancelledSchema, ...answers("malformed", "unknown_customer", ...onceOnly, "not_applied") },
      },
    },
    async (request) => {
      const { institution } = callerOf(request);
      const subject = subjectOf(service, request, request.params.customerId);
      const result = await service.perform(institution, subject, actorOf(request), (state, context) =>
        cancel(state, { reason: "institution" }, context),
      );
      if (!result.ok) throw apiErrorOf(result.refusal);
      return result.value;
    },
  );
}

function profileOf(body: Omit<WireApplication, "afterRevocation">): CustomerProfile {
  return {
    name: body.name ?? null,
    nameKana: body.nameKana ?? null,
    branchCode: body.branchCode ?? null,
    accountNumber: body.accountNumber ?? null,
    phone: body.phone ?? null,
  };
}
