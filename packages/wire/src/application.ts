import { z } from "zod";

/** Control, surrogate, line-breaking, invisible and direction-changing characters. */
const notOnOneLine = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** One line of text as a branch would write it: it stands on other people's screens. */
const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => !notOnOneLine.test(text));

/** What the branch notes to find the customer again, used in no decision; and whether a revocation is lifted. */
export const applicationSchema = z
  .strictObject({
    name: line(100).nullish(),
    nameKana: line(100).nullish(),
    branchCode: z
      .string()
      .regex(/^[0-9]{1,6}$/)
      .nullish(),
    accountNumber: z
      .string()
      .regex(/^[0-9]{1,12}$/)
      .nullish(),
    phone: z
      .string()
      .regex(/^(?=.{5,24}$)\+?[0-9]+(?:-[0-9]+)*$/)
      .nullish()
      .meta({
        description: "5–24 characters: digits in groups with single hyphens between, `+` before a country's number.",
      }),
    afterRevocation: z
      .boolean()
      .optional()
      .meta({
        description:
          "true: the token was revoked, you have seen the customer since, and a new one may be issued. Without it a repeated " +
          "registration undoes no revocation.",
      }),
  })
  .meta({ description: "All optional. Without a body: nothing is noted." });
export type WireApplication = z.infer<typeof applicationSchema>;

export const appliedSchema = z.object({ use: z.literal("applied") }).meta({ id: "Applied" });
export const cancelledSchema = z.object({ revokedTokens: z.int().nonnegative() }).meta({ id: "Cancelled" });

/** Body of suspend, resume, unlock, revoke and allow-issuance. */
export const stopSchema = z.strictObject({
  reason: line(64).meta({
    description: "Why, in your words; it goes into the audit log. Never a code, password or mail address.",
  }),
});
export type WireStop = z.infer<typeof stopSchema>;
