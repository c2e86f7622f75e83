import { isCustomerId } from "@warifu/otp";
import { z } from "zod";

const momentMs = z.int().meta({ description: "Milliseconds since the Unix epoch." });

export const customerIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/)
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
    userIdLastFour: z.string().nullable().meta({ description: "null for a token that was imported." }),
    algorithm: z.enum(["SHA-1", "SHA-256", "SHA-512"]),
    digits: z.union([z.literal(6), z.literal(7), z.literal(8)]),
    periodSeconds: z.int(),
    issuedAtMs: momentMs,
    expiresAtMs: momentMs.nullable().meta({ description: "When an unfinished issuance ends; null once in use." }),
    activatedAtMs: momentMs.nullable(),
    confirmedAtMs: momentMs.nullable(),
    endedAtMs: momentMs.nullable(),
    pausedUntilMs: momentMs.nullable(),
    lockedAtMs: momentMs.nullable(),
    suspendedAtMs: momentMs.nullable(),
  })
  .meta({ id: "Token" });
export type WireToken = z.infer<typeof tokenSchema>;

export const customerSchema = z
  .object({
    customerId: customerIdSchema,
    use: z.enum(["none", "applied", "cancelled"]),
    status: z.enum(["none", "applied", "cancelled", ...tokenStatusSchema.options]).meta({
      description: "In one word where the customer stands: the token's status while there is one, else the use.",
    }),
    token: tokenSchema.nullable().meta({ description: "The token that counts now, else the newest one." }),
    replacement: tokenSchema.nullable().meta({ description: "A newer token that is set up but not yet confirmed." }),
  })
  .meta({ id: "Customer" });
export type WireCustomer = z.infer<typeof customerSchema>;
