import { presence } from "@warifu/otp";
import { byTokenInUse, verify } from "@warifu/rules";
import type { Decision, Result, Subject, Verified, VerifyCommand } from "@warifu/rules";
import { batchItemSchema, batchLimit, batchResultSchema, batchSchema, restPaths } from "@warifu/wire";
import type { WireBatchItem, WireBatchItemResult, WireBatchResult } from "@warifu/wire";
import { validatorCompiler } from "fastify-type-provider-zod";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { describeError } from "../../../telemetry/log.ts";
import { bodyOf, thrownByAct, wireCodeOf } from "../api-error.ts";
import type { ApiService } from "../api-service.ts";
import { actorOf, callerOf } from "../authenticate.ts";
import { codeRefused } from "./code-refused.ts";
import { answers, badBody, ofCodes, onceOnly, secured } from "./describe.ts";
import type { ApiScope } from "./describe.ts";

/** The frame of the body; each item is read by itself, so that a bad one hurts no other. */
const frameSchema = z.strictObject({ verifications: z.array(z.unknown()).min(1).max(batchLimit) });

interface Placed {
  /** The place in the request. */
  readonly index: number;
  readonly item: WireBatchItem;
}

export function verificationBatchRoutes(scope: ApiScope, service: ApiService): void {
  scope.post(
    restPaths.verificationBatch,
    {
      schema: {
        operationId: "verifyAll",
        summary: "Verify up to a hundred one-time passwords",
        description:
          "As if each were asked alone, in this order, but stored with one commit. The answer is 200 whatever became of them: " +
          "each result is that of its verification, or its `error`.",
        ...secured,
        body: batchSchema,
        response: { 200: batchResultSchema, ...answers(...badBody, ...onceOnly, ...ofCodes) },
      },
      validatorCompiler: (route) => validatorCompiler({ ...route, schema: frameSchema }),
    },
    async (request): Promise<WireBatchResult> => {
      const results = new Map<number, WireBatchItemResult>();
      const placed: Placed[] = [];
      for (const [index, value] of (request.body.verifications as readonly unknown[]).entries()) {
        const read = batchItemSchema.safeParse(value);
        if (read.success) placed.push({ index, item: read.data });
        else results.set(index, { error: bodyOf("malformed", { fields: fieldsOf(read.error) }) });
      }
      await verifyAll(service, request, placed, results);
      return { results: [...results].toSorted(([left], [right]) => left - right).map(([, result]) => result) };
    },
  );
}

/** Adds a result for each. */
async function verifyAll(
  service: ApiService,
  request: FastifyRequest,
  placed: readonly Placed[],
  results: Map<number, WireBatchItemResult>,
): Promise<void> {
  const { institution } = callerOf(request);
  const { institutionId } = institution;
  const actor = actorOf(request);
  const once = service.onceKeyOf(request);
  const [first] = placed;
  if (first === undefined) return;
  // Each item is kept under its own place. The whole request takes the key before: a longer list under the same key would
  // else find its last places free.
  const claimant = { institutionId, customerId: first.item.customerId };
  if (once !== undefined) await service.perform(institution, { ...claimant, once }, actor, () => nothingYet);

  const subjects = placed.map(({ index, item: { customerId } }): Subject => {
    return once === undefined
      ? { institutionId, customerId }
      : { institutionId, customerId, once: { ...once, key: `${once.key}/${index}` } };
  });
  const commands = placed.map(({ item: { otp, purpose, reference = null } }) => ({
    otp,
    codeFor: presence,
    purpose,
    reference,
  }));
  const decide = byTokenInUse((state, context, at) => verify(state, commands[at] as VerifyCommand, context));
  const slots = await service.performAll(institution, subjects, actor, decide);
  for (const [at, { index }] of placed.entries()) results.set(index, resultOf(slots[at], request));
}

const nothingYet: Decision<null> = { outcome: null, changes: {}, events: [], mails: [] };

function resultOf(
  slot: PromiseSettledResult<Result<Verified>> | undefined,
  { log }: FastifyRequest,
): WireBatchItemResult {
  try {
    if (slot?.status !== "fulfilled") throw slot?.reason;
    return slot.value.ok ? { accepted: true } : codeRefused(slot.value.refusal, "otp");
  } catch (error) {
    const code = wireCodeOf(error);
    if (code === "internal") log.error({ error: describeError(error) }, "one of a batch failed");
    return { error: bodyOf(code, thrownByAct(error)?.told) };
  }
}

function fieldsOf({ issues }: z.ZodError): string[] {
  return [...new Set(issues.map(({ path: [field] }) => (typeof field === "string" ? field : "")))];
}
