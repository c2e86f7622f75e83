import { z } from "zod";
import { customerIdSchema } from "./customer.ts";
import { verificationResultSchema, verificationSchema } from "./verification.ts";
import { wireErrorSchema } from "./wire-codes.ts";

/** So many codes can be asked for in one request. */
export const batchLimit = 100;

export const batchItemSchema = verificationSchema.extend({ customerId: customerIdSchema });
export type WireBatchItem = z.infer<typeof batchItemSchema>;

export const batchSchema = z.strictObject({
  verifications: z.array(batchItemSchema).min(1).max(batchLimit).meta({
    description: "Decided in this order. What is wrong with one is told in its own result and hurts no other.",
  }),
});

export const batchItemResultSchema = z
  .union([
    verificationResultSchema,
    z.object({
      error: wireErrorSchema.meta({ description: "Why this one was not answered; the same codes as asked alone." }),
    }),
  ])
  .meta({ id: "BatchItemResult" });
export type WireBatchItemResult = z.infer<typeof batchItemResultSchema>;

export const batchResultSchema = z
  .object({
    results: z.array(batchItemResultSchema).meta({ description: "One for each verification, in the same order." }),
  })
  .meta({ id: "BatchResult" });
export type WireBatchResult = z.infer<typeof batchResultSchema>;
