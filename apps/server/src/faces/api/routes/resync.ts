import { presence } from "@warifu/otp";
import { resync } from "@warifu/rules";
import { customerParamsSchema, restPaths, resyncResultSchema, resyncSchema } from "@warifu/wire";
import type { WireResyncResult } from "@warifu/wire";
import { subjectOf } from "../api-service.ts";
import type { ApiService } from "../api-service.ts";
import { actorOf, callerOf } from "../authenticate.ts";
import { codeRefused } from "./code-refused.ts";
import { answers, badBody, ofCodes, onceOnly, secured } from "./describe.ts";
import type { ApiScope } from "./describe.ts";

export function resyncRoutes(scope: ApiScope, service: ApiService): void {
  scope.post(
    restPaths.resync,
    {
      schema: {
        operationId: "resync",
        summary: "Follow the phone's clock (時刻合わせ)",
        description:
          "Two codes in a row, up to an hour off, show how far the phone's clock is off; from then on its codes are taken. " +
          "Both codes are used up. A wrong pair counts as one wrong code.",
        ...secured,
        params: customerParamsSchema,
        body: resyncSchema,
        response: { 200: resyncResultSchema, ...answers(...badBody, "unknown_customer", ...onceOnly, ...ofCodes) },
      },
    },
    async (request): Promise<WireResyncResult> => {
      const { institution } = callerOf(request);
      const subject = subjectOf(service, request, request.params.customerId);
      const { otps } = request.body;
      const result = await service.perform(institution, subject, actorOf(request), (state, context) =>
        resync(state, { otps, codeFor: presence }, context),
      );
      return result.ok ? { accepted: true, driftSteps: result.value.driftSteps } : codeRefused(result.refusal, "otps");
    },
  );
}
