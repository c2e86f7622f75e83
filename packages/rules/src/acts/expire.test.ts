import { describe, expect, it } from "vitest";
import { activated, contextAt, day, eventKinds, grown, inUse, nobody, refusalOf, startMs } from "../sample-journey.ts";
import { theToken, valueOf } from "../sample-journey.ts";
import { expire } from "./expire.ts";

describe("expire", () => {
  it("writes down that an issuance ran out, and deletes its secrets", () => {
    const decision = expire(activated(), {}, contextAt(startMs + day));
    expect(valueOf(decision)).toEqual({ expiredTokens: 1 });
    expect(theToken(grown(activated(), decision))).toMatchObject({ life: "expired", key: null, mobileEmail: null });
    expect(eventKinds(decision)).toEqual(["token.expired"]);
  });

  it("touches neither what still has time nor what is in use", () => {
    const untouched = { outcome: { value: { expiredTokens: 0 } }, events: [] };
    expect(expire(activated(), {}, contextAt(startMs + day - 1))).toMatchObject(untouched);
    expect(expire(inUse(), {}, contextAt(startMs + 99 * day))).toMatchObject(untouched);
    expect(refusalOf(expire(nobody, {}, contextAt(startMs))).code).toBe("unknownCustomer");
  });
});
