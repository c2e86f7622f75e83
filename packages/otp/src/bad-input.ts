import * as fc from "fast-check";

/** One of these characters. */
export function anyOf(characters: string): fc.Arbitrary<string> {
  return fc.constantFrom(...Array.from(characters));
}

/** What is no string, however much some of it looks like one to a regular expression. For the tests of every grammar. */
export function notStrings(valid: string): readonly unknown[] {
  return [
    [valid],
    [[valid]],
    Number(valid),
    Array.from(valid),
    { toString: () => valid, length: valid.length },
    // oxlint-disable-next-line no-new-wrappers, unicorn/new-for-builtins -- the wrapper is what is tried
    new String(valid),
    null,
    undefined,
    true,
    0,
    {},
    () => valid,
    Symbol("text"),
    1n,
  ];
}

/** A valid text spoilt in one place: characters before, after and inside it, and look-alikes of its digits. */
export function spoilt(valid: string): readonly string[] {
  const blanks = [" ", "\t", "\n", "\r", "\r\n", "\u0000", "\u00A0", "\u200B", "\u2028", "\u3000", "\uFEFF"];
  const strange = [...blanks, "+", "é", "😀"];
  const around = strange.flatMap((one) => [one + valid, valid + one, one + valid.slice(1), valid.slice(0, -1) + one]);
  return ["", ...around, ...lookAlikes(valid).filter((text) => text !== valid)];
}

/** The same digits in full-width, Arabic-Indic, Devanagari, mathematical and circled form. */
export function lookAlikes(text: string): readonly string[] {
  const zeros = [0xff10, 0x0660, 0x06f0, 0x0966, 0x1d7ce, 0x1d7f6];
  const shifted = zeros.map((zero) => text.replaceAll(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit))));
  return [...shifted, text.replaceAll(/[1-9]/g, (digit) => String.fromCodePoint(0x245f + Number(digit)))];
}
