import { describe, expect, it } from "vitest";
import { makeUpActivationPassword, whatIsWrongWithPassword } from "./activation-password.ts";

describe("おまかせで8桁を作る", () => {
  it("makes eight digits, each as likely as the other", () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let seed = 0; seed < 256; seed += 1) {
      const made = makeUpActivationPassword((count) =>
        Uint8Array.from({ length: count }, (_, index) => (seed * 7 + index * 37) % 256),
      );
      expect(made).toMatch(/^[0-9]{8}$/);
      for (const digit of made) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
    }
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThan(60);
  });

  it("never keeps a guessable number", () => {
    const bytes = [new Uint8Array(16), Uint8Array.from([4, 1, 9, 3, 7, 0, 2, 8, 5, 5, 5, 5, 5, 5, 5, 5])];
    expect(makeUpActivationPassword(() => bytes.shift() ?? new Uint8Array(16))).toBe("41937028");
  });

  it("throws the bytes away that would favour small digits", () => {
    const bytes = Uint8Array.from([255, 254, 253, 252, 251, 250, 4, 1, 9, 3, 7, 0, 2, 8, 0, 0]);
    expect(makeUpActivationPassword(() => bytes)).toBe("41937028");
  });
});

describe("an activation password typed twice", () => {
  it.each([
    ["4193", "4193", null, null],
    ["４１９３", "4193", null, null],
    ["", "", "passwordEmpty", "passwordAgainEmpty"],
    ["419", "419", "passwordGrammar", null],
    ["419370281", "419370281", "passwordGrammar", null],
    ["41a3", "41a3", "passwordGrammar", null],
    ["0000", "0000", "passwordGuessable", null],
    ["1234", "1234", "passwordGuessable", null],
    ["4193", "4194", null, "passwordDiffers"],
  ])("%s / %s", (typed, again, password, repeated) => {
    expect(whatIsWrongWithPassword(typed, again)).toEqual({ password, again: repeated });
  });
});
