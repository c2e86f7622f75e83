/** What a code was asked for. One code opens one door, whichever purpose it was given for. */
export const purposes = ["login", "transfer", "payment", "settings", "other"] as const;

export type Purpose = (typeof purposes)[number];

export function isPurpose(value: unknown): value is Purpose {
  return purposes.some((purpose) => purpose === value);
}
