import { presence } from "@warifu/otp";
import { describe, expect, it } from "vitest";
import {
  activated,
  applied,
  codeAt,
  contextAt,
  day,
  eventKinds,
  grown,
  hour,
  inUse,
  issueCommand,
  issued,
  locked,
  minute,
  nobody,
  paused,
  refusalOf,
  sampleKey,
  setUp,
  startMs,
  suspended,
  theToken,
  valueOf,
} from "../sample-journey.ts";
import type { CustomerState } from "../customer.ts";
import { statusAt, type TokenId } from "../token.ts";
import { confirm } from "./confirm.ts";
import { finishActivation } from "./finish-activation.ts";
import { issue } from "./issue.ts";
import { receipt } from "./receipt.ts";
import { resume } from "./resume.ts";
import { revoke } from "./revoke.ts";
import { skipIssuance } from "./skip-issuance.ts";
import { startActivation } from "./start-activation.ts";
import { suspend } from "./suspend.ts";
import { unlock } from "./unlock.ts";

const now = startMs + minute;
const context = contextAt(now);
const any = { tokenId: null, reason: "phone call" };
const named = (tokenId: string) => ({ tokenId: tokenId as TokenId, reason: "phone call" });

const secondCommand = {
  ...issueCommand,
  tokenId: "token-2" as TokenId,
  userId: "user-2",
  registrationRecord: "record-2",
};

/** One token in use, its replacement on the way. */
function changingPhone(): CustomerState {
  return grown(inUse(), issue(inUse(), { ...secondCommand, replaceInUse: true }, contextAt(startMs)));
}

describe("suspend, resume, unlock, revoke", () => {
  it.each([
    ["suspend", suspend],
    ["resume", resume],
    ["unlock", unlock],
    ["revoke", revoke],
  ])("%s knows neither strangers nor tokens that are not there or have ended", (_name, act) => {
    expect(refusalOf(act(nobody, any, context)).code).toBe("unknownCustomer");
    expect(refusalOf(act(applied(), any, context)).code).toBe("unknownToken");
    expect(refusalOf(act(inUse(), named("token-9"), context)).code).toBe("unknownToken");
    const revoked = grown(inUse(), revoke(inUse(), any, context));
    expect(refusalOf(act(revoked, named("token-1"), context)).code).toBe("ended");
    expect(refusalOf(act(issued(), named("token-1"), contextAt(startMs + day))).code).toBe("ended");
  });
});

describe("suspend", () => {
  it("stops every live token, each with its event, so that a replacement is no way round", () => {
    const decision = suspend(changingPhone(), any, context);
    expect(valueOf(decision).tokenIds.toSorted()).toEqual(["token-1", "token-2"]);
    expect(eventKinds(decision)).toEqual(["token.suspended", "token.suspended"]);
    expect(decision.events[0]?.detail).toEqual({ reason: "phone call" });
  });

  it("stops only the one that is named", () => {
    const after = grown(changingPhone(), suspend(changingPhone(), named("token-2"), context));
    expect(statusAt(theToken(after), now)).toBe("inUse");
    expect(statusAt(theToken(after, "token-2"), now)).toBe("suspended");
  });

  it("of the token in use stops its replacement at every step of the way: it must be no way round", () => {
    const ready = setUp(changingPhone(), secondCommand, sampleKey, startMs);
    const stop = (state: CustomerState) => grown(state, suspend(state, named("token-1"), context));
    const { userId, tokenId, registrationRecord } = secondCommand;
    const fresh = stop(changingPhone());
    const proves = () => true;
    const refused = [
      startActivation(fresh, { userId }, context),
      finishActivation(fresh, { tokenId, registrationRecord, key: sampleKey }, context),
      receipt(stop(ready), { userId, proves }, context),
    ];
    expect(refused.map((decision) => refusalOf(decision).code)).toEqual(refused.map(() => "activationRefused"));
    expect(refusalOf(confirm(stop(ready), { codeFor: presence, otp: codeAt(now) }, context)).code).toBe("suspended");
    expect(refusalOf(skipIssuance(fresh, {}, context)).code).toBe("suspended");
  });

  it("is refused when everything is stopped already", () => {
    expect(refusalOf(suspend(suspended(inUse(), now), any, context))).toEqual({ code: "suspended" });
  });
});

describe("resume", () => {
  it("lets what was stopped go on as it was: a lock stays a lock", () => {
    const lockedAt = startMs + 3 * hour;
    const stopped = suspended(locked(inUse(), startMs), lockedAt);
    const after = grown(stopped, resume(stopped, any, contextAt(lockedAt)));
    expect(statusAt(theToken(after), lockedAt)).toBe("locked");
    const again = suspended(activated(), now);
    expect(statusAt(theToken(grown(again, resume(again, any, context))), now)).toBe("activated");
  });

  it("is refused when nothing is stopped", () => {
    expect(refusalOf(resume(inUse(), any, context))).toEqual({ code: "notSuspended" });
  });
});

describe("unlock", () => {
  it("lifts a lock and a pause, and every count starts again", () => {
    const lockedState = locked(inUse(), startMs);
    const after = theToken(grown(lockedState, unlock(lockedState, any, contextAt(startMs + 3 * hour))));
    expect(after).toMatchObject({ lockedAtMs: null, pausedUntilMs: null, wrongInARow: 0, pausesInARow: 0 });
    expect(after.wrongSinceConfirm).toBe(0);
    const pausedState = paused(inUse(), now);
    expect(statusAt(theToken(grown(pausedState, unlock(pausedState, any, context))), now)).toBe("inUse");
  });

  it("does not resume what a person stopped", () => {
    const state = suspended(paused(inUse(), now), now);
    expect(statusAt(theToken(grown(state, unlock(state, any, context))), now)).toBe("suspended");
  });

  it("is refused when nothing is stopped, also after a pause has run out", () => {
    expect(refusalOf(unlock(inUse(), any, context))).toEqual({ code: "notStopped" });
    expect(refusalOf(unlock(paused(inUse(), now), any, contextAt(now + hour)))).toEqual({ code: "notStopped" });
  });
});

describe("revoke", () => {
  it("ends the token for ever and destroys its key", () => {
    const decision = revoke(inUse(), any, context);
    const after = grown(inUse(), decision);
    expect(theToken(after)).toMatchObject({ life: "revoked", endedAtMs: now, key: null, mobileEmail: null });
    expect(after.customer?.revokedAtMs).toBe(now);
    expect(decision.events).toMatchObject([{ type: "token.revoked", detail: { reason: "phone call" } }]);
  });

  it("of a replacement leaves the token in use alone", () => {
    const after = grown(changingPhone(), revoke(changingPhone(), named("token-2"), context));
    expect(theToken(after).life).toBe("inUse");
    expect(after.customer?.revokedAtMs).toBeNull();
  });
});
