import { z } from "zod";

/** Spaces of every kind, and signs that look like one: a name of these alone is none. */
const blank = /^[\s\u115F\u1160\u2800\u3164\uFFA0]*$/;
/**
 * What a line of text may not hold: control characters and breaks of the line; what turns the reading direction round (U+202A–E, U+2066–9,
 * U+200E, U+200F, U+061C); and what takes no room, zero-width joiners among it (the names of Japanese staff, customers and institutions
 * need none). Variation selectors stay: they choose between forms of one character, as in 葛󠄀.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2800]|(?!\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/u;

/** One line that looks like what it is, with something to be seen in it: for every name and other text that stands on somebody else's screen. */
export function isPlainLine(text: string): boolean {
  return !unseen.test(text) && !blank.test(text);
}

/** What is said of one that is not. */
export const plainLineRule =
  "must be one line that can be seen: no control, invisible or direction-changing characters";

/** A schema of such a line with at most so many UTF-16 code units. */
export function plainLine(most: number): z.ZodString {
  return z
    .string()
    .min(1)
    .max(most)
    .refine((text) => text === "" || isPlainLine(text), plainLineRule);
}
