import { isCustomerId } from "@warifu/otp";
import { z } from "zod";

const momentMs = z.int().meta({ description: "Milliseconds since the Unix epoch." });

export const customerIdSchema = z
  .string()
  // A path of dots alone would be another path.
  .regex(/^(?!\.\.?$)[A-Za-z0-9._-]{1,64}$/)
  .refine(isCustomerId)
  .meta({ description: "Your own key of the customer; the same as login_hint and the ID token's sub." });

export const customerParamsSchema = z.strictObject({ customerId: customerIdSchema });

/** Stored life of a token with the stops that lie on top of it, as seen at the moment of the answer. */
export const tokenStatusSchema = z.enum([
  "issued",
  "activated",
  "inUse",
  "paused",
  "locked",
  "suspended",
  "revoked",
  "expired",
]);
export type WireTokenStatus = z.infer<typeof tokenStatusSchema>;

export const tokenSchema = z
  .object({
    tokenId: z.string(),
    status: tokenStatusSchema,
    sinceMs: momentMs,
    untilMs: momentMs
      .nullable()
      .meta({ description: "When the status ends by itself: a pause, or an issuance that is waiting." }),
    imported: z.boolean().meta({ description: "Taken over from another system: it has no user ID." }),
    userIdLastFour: z.string().nullable(),
    issuedAtMs: momentMs,
    activatedAtMs: momentMs.nullable(),
    confirmedAtMs: momentMs.nullable(),
    endedAtMs: momentMs.nullable(),
    triesLeft: z.int().nonnegative().meta({ description: "Wrong codes left until the next pause or lock." }),
  })
  .meta({ id: "Token" });
export type WireToken = z.infer<typeof tokenSchema>;

export const customerSchema = z
  .object({
    customerId: customerIdSchema,
    use: z.enum(["none", "applied", "cancelled"]),
    status: z.enum(["none", "applied", "cancelled", ...tokenStatusSchema.options]).meta({
      description:
        "In one word where the customer stands: the token's status while the application runs, else the use.",
    }),
    token: tokenSchema
      .nullable()
      .meta({ description: "The one in use, else the one on its way, else the last that ended." }),
    replacement: tokenSchema.nullable().meta({ description: "A new token on its way beside the one in use." }),
    issuancesLeft: z
      .int()
      .nonnegative()
      .meta({ description: "Tokens that the customer can still issue within 24 hours; at 0 you may allow one more." }),
  })
  .meta({ id: "Customer" });
export type WireCustomer = z.infer<typeof customerSchema>;
