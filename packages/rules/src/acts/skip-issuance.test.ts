import { describe, expect, it } from "vitest";
import {
  activated,
  applied,
  contextAt,
  day,
  eventKinds,
  hour,
  inUse,
  issued,
  locked,
  nobody,
  paused,
  refusalOf,
  startMs,
  suspended,
  usedUp,
  valueOf,
} from "../sample-journey.ts";
import { skipIssuance } from "./skip-issuance.ts";

const context = contextAt(startMs);

describe("skipIssuance", () => {
  it.each([
    ["issued", issued()],
    ["activated", activated()],
    ["activated", paused(activated(), startMs)],
  ])("goes on with the token that is %s, without a mail and without a change", (status, state) => {
    const decision = skipIssuance(state, {}, context);
    expect(valueOf(decision)).toEqual({ tokenId: "token-1", status });
    expect(decision).toMatchObject({ changes: {}, mails: [] });
    expect(eventKinds(decision)).toEqual(["issuance.skipped"]);
  });

  it("says plainly that nothing was issued, or that it ran out", () => {
    expect(refusalOf(skipIssuance(applied(), {}, context))).toEqual({ code: "nothingIssued" });
    expect(refusalOf(skipIssuance(issued(), {}, contextAt(startMs + day)))).toEqual({ code: "nothingIssued" });
  });

  it("does not lead back to IDs whose tries are all used up", () => {
    expect(refusalOf(skipIssuance(usedUp(), {}, context))).toEqual({ code: "nothingIssued" });
  });

  it("is refused where there is nothing to skip to", () => {
    expect(refusalOf(skipIssuance(nobody, {}, context)).code).toBe("notApplied");
    expect(refusalOf(skipIssuance(inUse(), {}, context)).code).toBe("alreadyInUse");
    expect(refusalOf(skipIssuance(suspended(issued(), startMs), {}, context)).code).toBe("suspended");
    const afterLock = contextAt(startMs + 3 * hour);
    expect(refusalOf(skipIssuance(locked(activated(), startMs), {}, afterLock)).code).toBe("locked");
  });
});
