import { describe, expect, it } from "vitest";
import { SeenCustomers } from "./seen-customers.ts";

describe("the customers of a file", () => {
  it("are each known by the line that named them first, however many there are", () => {
    const seen = new SeenCustomers();
    for (let line = 1; line <= 50_000; line += 1) expect(seen.firstLine(`customer-${line}`, line)).toBeNull();
    for (const line of [1, 2, 682, 683, 1024, 49_999, 50_000]) {
      expect(seen.firstLine(`customer-${line}`, 60_000)).toBe(line);
    }
    expect(seen.firstLine("customer-0", 60_000)).toBeNull();
  });
});
