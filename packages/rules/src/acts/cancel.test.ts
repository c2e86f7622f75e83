import { describe, expect, it } from "vitest";
import { applied, contextAt, eventKinds, grown, inUse, minute, nobody, refusalOf, startMs } from "../sample-journey.ts";
import { theToken, valueOf } from "../sample-journey.ts";
import { cancel } from "./cancel.ts";

const context = contextAt(startMs + minute);

describe("cancel", () => {
  it("ends the customer's use and every live token, each end with its event", () => {
    const decision = cancel(inUse(), { reason: "wish" }, context);
    expect(valueOf(decision)).toEqual({ revokedTokens: 1 });
    expect(eventKinds(decision)).toEqual(["application.cancelled", "token.revoked"]);
    const after = grown(inUse(), decision);
    expect(after.customer?.use).toBe("cancelled");
    expect(theToken(after)).toMatchObject({ life: "revoked", key: null, mobileEmail: null });
  });

  it("works without a token, and is refused without an application", () => {
    const cancelled = grown(applied(), cancel(applied(), { reason: "wish" }, context));
    expect(refusalOf(cancel(cancelled, { reason: "wish" }, context))).toEqual({ code: "notApplied" });
    expect(refusalOf(cancel(nobody, { reason: "wish" }, context))).toEqual({ code: "unknownCustomer" });
  });
});
