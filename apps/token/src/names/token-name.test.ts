import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTokenName } from "./token-name.ts";

/** What people type, and what comes along when they paste. */
const anything = fc.constantFrom(
  "a",
  "家",
  "ｶ",
  "か",
  "\u3099",
  "e",
  "\u0301",
  " ",
  "　",
  "\n",
  "\u200b",
  "\u202e",
  "😀",
  "\ud800",
);

describe("a token's own name", () => {
  it("has room for eight full-width characters, or sixteen half-width ones", () => {
    expect(readTokenName("家計用の口座です")).toEqual({ ok: true, name: "家計用の口座です" });
    expect(readTokenName("家計用の口座です。")).toEqual({ ok: false });
    expect(readTokenName("Household account")).toEqual({ ok: false });
    expect(readTokenName("Household money!")).toEqual({ ok: true, name: "Household money!" });
    expect(readTokenName("ｶｹｲﾎﾞｶｹｲﾎﾞ家家")).toEqual({ ok: true, name: "ｶｹｲﾎﾞｶｹｲﾎﾞ家家" });
  });

  it("is none when nothing is left of it", () => {
    for (const typed of ["", " ", "　　", "\u200b", "\n\t"])
      expect(readTokenName(typed)).toEqual({ ok: true, name: null });
  });

  it("loses what nobody sees: doubled spaces, line ends, marks that turn the direction of writing", () => {
    expect(readTokenName("  父　の \n口座 ")).toEqual({ ok: true, name: "父 の 口座" });
    expect(readTokenName("給与\u202e口座\u0000")).toEqual({ ok: true, name: "給与口座" });
  });

  it("stays the same when it is read again", () => {
    fc.assert(
      fc.property(fc.string({ unit: anything }), (typed) => {
        const once = readTokenName(typed);
        if (once.ok) expect(readTokenName(once.name ?? "")).toEqual(once);
      }),
    );
  });
});
