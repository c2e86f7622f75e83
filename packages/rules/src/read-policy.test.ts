import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultPolicy } from "./policy.ts";
import { readPolicy } from "./read-policy.ts";

describe("readPolicy", () => {
  it("lays the named fields over the base", () => {
    expect(readPolicy({ browserTabSetup: true, pauseSeconds: 600 }, defaultPolicy)).toEqual({
      ok: true,
      policy: { ...defaultPolicy, browserTabSetup: true, pauseSeconds: 600 },
    });
    expect(readPolicy({}, defaultPolicy)).toEqual({ ok: true, policy: defaultPolicy });
  });

  it("takes its own default whole", () => {
    expect(readPolicy({ ...defaultPolicy }, defaultPolicy)).toEqual({ ok: true, policy: defaultPolicy });
  });

  it("lists every problem at once, unknown fields too", () => {
    const input = { tokenDigits: 9, windowPastSteps: 3, mailCarriesLink: "yes", laterUntilMs: -1, colour: "blue" };
    expect(readPolicy(input, defaultPolicy)).toEqual({
      ok: false,
      problems: [
        "tokenDigits: must be one of 6, 7, 8.",
        "windowPastSteps: must be a whole number from 0 to 2.",
        "mailCarriesLink: must be true or false.",
        "laterUntilMs: must be null or a time in milliseconds since 1970.",
        "colour: there is no such field.",
      ],
    });
  });

  it.each([null, undefined, 3, "{}", []])("refuses %j as a whole", (input) => {
    expect(readPolicy(input, defaultPolicy).ok).toBe(false);
  });

  it("does not let an institution decide itself out of protection", () => {
    const asked: readonly unknown[] = [
      { wrongCodesUntilLock: 101 },
      { pausesUntilLock: Infinity },
      { pauseSeconds: 0 },
      { toString: 1 },
    ];
    for (const input of asked) expect(readPolicy(input, defaultPolicy).ok).toBe(false);
  });

  it("never throws and never lets a wrong type through (property)", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(defaultPolicy), "other"), fc.anything()), (input) => {
        const reading = readPolicy(input, defaultPolicy);
        if (!reading.ok) return;
        for (const [field, value] of Object.entries(reading.policy)) {
          const allowed = field === "laterUntilMs" ? ["number", "object"] : [typeof Reflect.get(defaultPolicy, field)];
          expect(allowed).toContain(typeof value);
        }
      }),
    );
  });
});
