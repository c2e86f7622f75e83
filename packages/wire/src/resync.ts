import { z } from "zod";
import { codeRefusedSchema, otpSchema } from "./verification.ts";

export const resyncSchema = z.strictObject({
  otps: z.tuple([otpSchema, otpSchema]).meta({
    description: "Two codes that the app showed one right after the other, the older one first.",
  }),
});
export type WireResync = z.infer<typeof resyncSchema>;

export const resyncResultSchema = z
  .discriminatedUnion("accepted", [
    z.object({
      accepted: z.literal(true),
      driftSteps: z.int().meta({ description: "Time steps that the phone's clock is ahead; negative: behind." }),
    }),
    codeRefusedSchema,
  ])
  .meta({ id: "ResyncResult" });
export type WireResyncResult = z.infer<typeof resyncResultSchema>;
