import { customerParamsSchema, customerSchema, restPaths } from "@warifu/wire";
import { ApiError } from "../api-error.ts";
import type { ApiService } from "../api-service.ts";
import { callerOf } from "../authenticate.ts";
import { wireCustomer } from "../wire-customer.ts";
import { answers, secured } from "./describe.ts";
import type { ApiScope } from "./describe.ts";

export function customerRoutes(scope: ApiScope, service: ApiService): void {
  scope.get(
    restPaths.customer,
    {
      schema: {
        operationId: "customer",
        summary: "Read a customer's state",
        description: "What the branch sees in one word, and the token behind it. Reading changes nothing.",
        ...secured,
        params: customerParamsSchema,
        response: { 200: customerSchema, ...answers("malformed", "unknown_customer") },
      },
    },
    async (request) => {
      const { institution } = callerOf(request);
      const { customerId } = request.params;
      const state = await service.storage.look({ institutionId: institution.institutionId, customerId });
      const customer = wireCustomer(state, institution.policy, service.nowMs());
      if (customer === null) throw new ApiError("unknown_customer");
      return customer;
    },
  );
}
