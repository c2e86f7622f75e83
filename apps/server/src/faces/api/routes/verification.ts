import { verify } from "@warifu/rules";
import type { Refusal, RefusalCode } from "@warifu/rules";
import {
  customerParamsSchema,
  restPaths,
  verificationReasons,
  verificationResultSchema,
  verificationSchema,
} from "@warifu/wire";
import type { VerificationReason, WireVerificationResult } from "@warifu/wire";
import type { Service } from "../../../service.ts";
import { apiErrorOf } from "../api-error.ts";
import { actorOf, callerOf } from "../authenticate.ts";
import { answers, badBody, secured } from "./describe.ts";
import type { ApiScope } from "./describe.ts";

/** Refusals that say something about the code or the token; every other refusal is an error of the request. */
const reasonOfRefusal: Partial<Record<RefusalCode, VerificationReason>> = {
  mismatch: "mismatch",
  used: "used",
  drift: "drift",
  paused: "paused",
  locked: "locked",
  suspended: "suspended",
  notInUse: "not_in_use",
  notApplied: "not_in_use",
  nothingIssued: "not_in_use",
  notActivated: "not_in_use",
  ended: "not_in_use",
};

export function verificationRoutes(scope: ApiScope, service: Service): void {
  scope.post(
    restPaths.verifications,
    {
      schema: {
        operationId: "verify",
        summary: "Verify a one-time password",
        description:
          "A code is accepted once, whatever it was for. The answer is given after it is safely stored. `reason`:\n\n" +
          Object.entries(verificationReasons)
            .map(([reason, meaning]) => `- \`${reason}\`: ${meaning}`)
            .join("\n"),
        ...secured,
        params: customerParamsSchema,
        body: verificationSchema,
        response: {
          200: verificationResultSchema,
          ...answers(...badBody, "unknown_customer", "key_unreadable"),
        },
      },
    },
    async (request): Promise<WireVerificationResult> => {
      const { institution } = callerOf(request);
      const subject = { institutionId: institution.institutionId, customerId: request.params.customerId };
      const { otp, purpose, reference = null } = request.body;
      const result = await service.perform(institution, subject, actorOf(request), (state, context) =>
        verify(state, { otp, purpose, reference }, context),
      );
      return result.ok ? { accepted: true } : refused(result.refusal);
    },
  );
}

function refused({ code, triesLeft, untilMs }: Refusal): WireVerificationResult {
  const reason = reasonOfRefusal[code];
  if (reason === undefined) throw apiErrorOf({ code });
  return {
    accepted: false,
    reason,
    ...(triesLeft === undefined ? {} : { triesLeft }),
    ...(untilMs === undefined ? {} : { untilMs }),
  };
}
