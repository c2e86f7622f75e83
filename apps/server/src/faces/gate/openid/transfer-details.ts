import { plainLine } from "@warifu/wire";
import { z } from "zod";

/** What a transfer or payment is about, as the customer is shown it on G-210. */
export interface TransferDetails {
  readonly amountYen: number | null;
  readonly payee: string | null;
  readonly account: string | null;
}

/** The one type of authorization details (RFC 9396) that the gate knows: for display only, the bank decides what it carries out. */
export const transferType = "warifu_transfer";

const longestParameter = 2000;

/** One line that looks like what it is, with a letter or digit in it, and no sign that only the bank's own font knows. */
const shownText = plainLine(70)
  .refine((text) => /[\p{L}\p{N}]/u.test(text) && !/\p{Co}/u.test(text))
  .transform((text) => text.trim());

const schema = z.tuple([
  z
    .strictObject({
      type: z.literal(transferType),
      instructedAmount: z
        .strictObject({ currency: z.literal("JPY"), amount: z.string().regex(/^[1-9][0-9]{0,12}$/) })
        .optional(),
      creditorName: shownText.optional(),
      creditorAccount: shownText.optional(),
    })
    .refine(({ instructedAmount, creditorName }) => instructedAmount !== undefined || creditorName !== undefined),
]);

/**
 * Reads the parameter `authorization_details`: an array of exactly one `warifu_transfer` with an amount in yen, a payee, or both.
 * Null for anything else; fields that are not known are not left out but refused.
 */
export function readTransferDetails(parameter: unknown): TransferDetails | null {
  if (typeof parameter !== "string" || parameter.length > longestParameter) return null;
  const read = schema.safeParse(parsed(parameter));
  if (!read.success) return null;
  const [{ instructedAmount, creditorName, creditorAccount }] = read.data;
  return {
    amountYen: instructedAmount === undefined ? null : Number(instructedAmount.amount),
    payee: creditorName ?? null,
    account: creditorAccount ?? null,
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
