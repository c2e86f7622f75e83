import { z } from "zod";
import { plainLine } from "./plain-line.ts";

const oneLine = "One line, without control, invisible or direction-changing characters.";

/** What the branch notes to find the customer again, used in no decision; and whether a revocation is lifted. */
export const applicationSchema = z
  .strictObject({
    name: plainLine(100).nullish().meta({ description: oneLine }),
    nameKana: plainLine(100).nullish().meta({ description: oneLine }),
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
  reason: plainLine(64).meta({
    description: `Why, in your words; it goes into the audit log. Never a code, password or mail address. ${oneLine}`,
  }),
});
export type WireStop = z.infer<typeof stopSchema>;
