import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Two branches that each add the next number merge without a conflict: the number is then there twice, and nothing starts. */
describe("the numbers of the migrations", () => {
  it.each(["sqlite", "postgres"])("of %s are there once each, with none left out", (store) => {
    const files = readdirSync(new URL(`../../packages/storage/src/${store}/migrations/`, import.meta.url));
    const numbers = files.filter((name) => name.endsWith(".sql")).map((name) => Number.parseInt(name, 10));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
  });
});
