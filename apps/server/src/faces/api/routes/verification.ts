import { presence } from "@warifu/otp";
import { byTokenInUse, verify } from "@warifu/rules";
import { customerParamsSchema, restPaths, verificationResultSchema, verificationSchema } from "@warifu/wire";
import type { WireVerificationResult } from "@warifu/wire";
import { subjectOf } from "../api-service.ts";
import type { ApiService } from "../api-service.ts";
import { actorOf, callerOf } from "../authenticate.ts";
import { codeRefused, reasonsInWords } from "./code-refused.ts";
import { answers, badBody, ofCodes, onceOnly, secured } from "./describe.ts";
import type { ApiScope } from "./describe.ts";

export function verificationRoutes(scope: ApiScope, service: ApiService): void {
  scope.post(
    restPaths.verifications,
    {
      schema: {
        operationId: "verify",
        summary: "Verify a one-time password",
        description: `A code is accepted once, whatever it was for. The answer is given after it is safely stored. \`reason\`:\n\n${reasonsInWords}`,
        ...secured,
        params: customerParamsSchema,
        body: verificationSchema,
        response: {
          200: verificationResultSchema,
          ...answers(...badBody, "unknown_customer", ...onceOnly, ...ofCodes),
        },
      },
    },
    async (request): Promise<WireVerificationResult> => {
      const { institution } = callerOf(request);
      const subject = subjectOf(service, request, request.params.customerId);
      const { otp, purpose, reference = null } = request.body;
      const decide = byTokenInUse((state, context) =>
        verify(state, { otp, codeFor: presence, purpose, reference }, context),
      );
      const result = await service.perform(institution, subject, actorOf(request), decide);
      return result.ok ? { accepted: true } : codeRefused(result.refusal, "otp");
    },
  );
}
