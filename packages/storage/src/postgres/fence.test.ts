import { describe, expect, it } from "vitest";
import { isSameHistory } from "./fence.ts";

describe("the history of a database", () => {
  const same = (history: string, knownHistory: string | null) =>
    isSameHistory({ history, knownHistory, fenceMs: 0, databaseMs: 0 });

  it("is another one in another cluster and in another timeline, and before the first act", () => {
    expect(same("7/00000001", "7/00000001")).toBe(true);
    expect(same("7/00000002", "7/00000001")).toBe(false);
    expect(same("8/00000001", "7/00000001")).toBe(false);
    expect(same("7/00000001", null)).toBe(false);
  });

  it("is told by the timeline alone where the cluster's number is not told: two nodes never disagree for ever", () => {
    expect(same("/00000001", "7/00000001")).toBe(true);
    expect(same("7/00000001", "/00000001")).toBe(true);
    expect(same("/00000002", "7/00000001")).toBe(false);
  });
});
