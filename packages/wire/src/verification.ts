import { z } from "zod";

/** Exactly what the app shows: six to eight ASCII digits, nothing around them. Forgiveness belongs to screens. */
export const otpSchema = z.string().regex(/^[0-9]{6,8}$/);

/** What a code may be asked for. */
export const verificationPurposes = ["login", "transfer", "payment", "settings", "other"] as const;

/** The institution's own number of what a code was given for: 1–64 printable ASCII characters. */
export const referenceSchema = z.string().regex(/^[\x20-\x7e]{1,64}$/);

export const verificationSchema = z.strictObject({
  otp: otpSchema.meta({ description: "ASCII digits in a string. Anything else is 400 and is not counted as a try." }),
  purpose: z
    .enum(verificationPurposes)
    .meta({ description: "What the code opens. One code opens one door, whichever purpose it was given for." }),
  reference: referenceSchema
    .optional()
    .meta({ description: "Your own number of what is approved; it goes into the audit log." }),
});
export type WireVerification = z.infer<typeof verificationSchema>;

/** Why a code was not accepted. Told to the institution's authenticated server only. */
export const verificationReasons = {
  mismatch: "The code is wrong; it was counted.",
  used: "The code is right but was used before; ask for the next one.",
  drift: "The code belongs to another time: the phone's clock is off.",
  paused: "Too many wrong codes: refused until untilMs.",
  locked: "Refused until the branch or a master user unlocks.",
  suspended: "A person stopped the token.",
  not_in_use: "The customer has no token in use.",
} as const;
export type VerificationReason = keyof typeof verificationReasons;

/** A refused code: why, and what the customer may be told. */
export const codeRefusedSchema = z.object({
  accepted: z.literal(false),
  reason: z.enum(Object.keys(verificationReasons) as [VerificationReason, ...VerificationReason[]]),
  triesLeft: z.int().nonnegative().optional().meta({ description: "Wrong codes left until the next pause or lock." }),
  untilMs: z.int().optional().meta({ description: "End of the pause, milliseconds since the Unix epoch." }),
});
export type WireCodeRefused = z.infer<typeof codeRefusedSchema>;

export const verificationResultSchema = z
  .discriminatedUnion("accepted", [z.object({ accepted: z.literal(true) }), codeRefusedSchema])
  .meta({ id: "VerificationResult" });
export type WireVerificationResult = z.infer<typeof verificationResultSchema>;
