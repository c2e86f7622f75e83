import { describe, expect, it } from "vitest";
import type { CustomerState } from "../customer.ts";
import { customerView } from "../customer-view.ts";
import { defaultPolicy } from "../policy.ts";
import {
  applied,
  contextAt,
  day,
  eventKinds,
  grown,
  hour,
  issueCommand,
  nobody,
  refusalOf,
  startMs,
  suspended,
} from "../sample-journey.ts";
import type { TokenId } from "../token.ts";
import { allowIssuance } from "./allow-issuance.ts";
import { apply } from "./apply.ts";
import { cancel } from "./cancel.ts";
import { issue } from "./issue.ts";

const because = { reason: "mailNotReceived" };

/** One issuance more at `atMs`. */
function issuedMore(state: CustomerState, atMs: number): CustomerState {
  const name = String(atMs);
  const command = { ...issueCommand, tokenId: `token-${name}` as TokenId, userId: `user-${name}` };
  return grown(state, issue(state, command, contextAt(atMs)));
}

/** The day's three issuances, an hour apart. */
function usedUp(): CustomerState {
  return [0, 1, 2].reduce((state, hours) => issuedMore(state, startMs + hours * hour), applied());
}

const now = startMs + 3 * hour;
const allowed = (state: CustomerState, atMs: number) => grown(state, allowIssuance(state, because, contextAt(atMs)));
const viewAt = (state: CustomerState, atMs: number) => customerView(state, defaultPolicy, atMs);

describe("allowIssuance", () => {
  it("gives a customer who has used up the day's issuances one more, on record with the reason", () => {
    const state = usedUp();
    expect(viewAt(state, now)).toMatchObject({ issuancesLeft: 0, issuancesAgainAtMs: startMs + day });
    const decision = allowIssuance(state, because, contextAt(now));
    expect(decision.outcome).toEqual({ ok: true, value: { issuancesLeft: 1 } });
    expect(decision.events).toMatchObject([
      { type: "issuance.allowed", tokenId: null, detail: { reason: "mailNotReceived", issuancesLeft: 1 } },
    ]);
    const after = grown(state, decision);
    expect(viewAt(after, now)).toMatchObject({ issuancesLeft: 1, issuancesAgainAtMs: null });
    const issued = issuedMore(after, now);
    expect(refusalOf(issue(issued, issueCommand, contextAt(now)))).toMatchObject({ code: "tooManyIssuances" });
  });

  it("is refused while some are left, to whoever has not applied, and for nobody", () => {
    expect(refusalOf(allowIssuance(applied(), because, contextAt(now)))).toEqual({ code: "issuancesLeft" });
    expect(refusalOf(allowIssuance(nobody, because, contextAt(now)))).toEqual({ code: "unknownCustomer" });
    const cancelled = grown(usedUp(), cancel(usedUp(), { reason: "wish" }, contextAt(now)));
    const decision = allowIssuance(cancelled, because, contextAt(now));
    expect(refusalOf(decision)).toEqual({ code: "notApplied" });
    expect(decision).toMatchObject({ changes: {}, events: [], mails: [] });
  });

  it("is refused while one that was allowed is still to be used: none are laid in store", () => {
    expect(refusalOf(allowIssuance(allowed(usedUp(), now), because, contextAt(now)))).toEqual({
      code: "issuancesLeft",
    });
  });

  it("can be repeated only so often in 24 hours, and says from when on again", () => {
    let state = usedUp();
    for (let count = 0; count < defaultPolicy.extraIssuancesPerDay; count += 1) {
      const atMs = now + count * hour;
      state = issuedMore(allowed(state, atMs), atMs);
    }
    const late = now + 4 * hour;
    expect(refusalOf(allowIssuance(state, because, contextAt(late)))).toEqual({
      code: "tooManyAllowed",
      untilMs: now + day,
    });
  });

  it("is never possible where the institution's policy says so", () => {
    const policy = { ...defaultPolicy, extraIssuancesPerDay: 0 };
    expect(refusalOf(allowIssuance(usedUp(), because, contextAt(now, { policy }))).code).toBe("tooManyAllowed");
  });

  it("ends after 24 hours like the issuances: the limit is then what it was", () => {
    const state = allowed(usedUp(), now);
    const nextDay = startMs + 2 * day;
    expect(viewAt(state, nextDay)?.issuancesLeft).toBe(defaultPolicy.issuancesPerDay);
  });

  it("is still counted after leaving and coming back, and after the next issuance", () => {
    const state = issuedMore(allowed(usedUp(), now), now);
    const left = grown(state, cancel(state, { reason: "wish" }, contextAt(now)));
    const command = { institutionId: "ozora", customerId: "hanako", profile: left.customer?.profile ?? never() };
    const back = grown(left, apply(left, command, contextAt(now)));
    expect(back.customer?.extraIssuancesAtMs).toEqual([now]);
    expect(viewAt(back, now)?.issuancesLeft).toBe(0);
  });

  it("is no way round a person's stop", () => {
    const stopped = suspended(usedUp(), now);
    const more = allowed(stopped, now);
    expect(eventKinds(allowIssuance(stopped, because, contextAt(now)))).toEqual(["issuance.allowed"]);
    expect(refusalOf(issue(more, issueCommand, contextAt(now)))).toEqual({ code: "suspended" });
  });
});

function never(): never {
  throw new Error("the customer is there");
}
