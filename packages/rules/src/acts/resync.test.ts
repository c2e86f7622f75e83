import { presence } from "@warifu/otp";
import { describe, expect, it } from "vitest";
import {
  codeAt,
  contextAt,
  eventKinds,
  grown,
  hour,
  inUse,
  minute,
  nobody,
  paused,
  refusalOf,
  startMs,
  suspended,
  theToken,
  valueOf,
  wrongCodeAt,
} from "../sample-journey.ts";
import type { CustomerState } from "../customer.ts";
import { defaultPolicy } from "../policy.ts";
import { stateAfter } from "../state-after.ts";
import type { Token } from "../token.ts";
import { activated } from "../sample-journey.ts";
import { resync, type ResyncCommand } from "./resync.ts";
import { verify } from "./verify.ts";

const now = startMs + 3 * hour;
/** What a phone shows whose clock is `offMs` ahead, now and a minute later. */
const shown = (offMs: number): ResyncCommand => ({
  codeFor: presence,
  otps: [codeAt(now + offMs - minute), codeAt(now + offMs)],
});
const login = (otp: string) => ({ codeFor: presence, otp, purpose: "login", reference: null }) as const;

describe("resync", () => {
  it.each([-59 * minute, -20 * minute, 0, 20 * minute, 60 * minute])(
    "learns from two codes in a row how far the phone's clock is off: %i ms",
    (offMs) => {
      const decision = resync(inUse(), shown(offMs), contextAt(now));
      expect(valueOf(decision)).toEqual({ tokenId: "token-1", driftSteps: offMs / minute });
      expect(eventKinds(decision)).toEqual(["token.resynced"]);
      const after = grown(inUse(), decision);
      const next = codeAt(now + offMs + minute);
      expect(verify(after, login(next), contextAt(now + minute)).outcome.ok).toBe(true);
    },
  );

  it("uses both codes up", () => {
    const after = grown(inUse(), resync(inUse(), shown(0), contextAt(now)));
    for (const otp of shown(0).otps) {
      expect(refusalOf(verify(after, login(otp), contextAt(now))).code).toBe("used");
    }
    expect(refusalOf(resync(after, shown(0), contextAt(now)))).toEqual({ code: "used" });
  });

  it("takes no pair of which a code was used before", () => {
    const seen = grown(inUse(), verify(inUse(), login(codeAt(now - minute)), contextAt(now - minute)));
    expect(refusalOf(resync(seen, shown(0), contextAt(now)))).toEqual({ code: "used" });
  });

  it("counts a wrong pair as one wrong code, and the fifth pauses", () => {
    const wrong = { codeFor: presence, otps: [codeAt(now), codeAt(now)] as const };
    let state: CustomerState = inUse();
    const left = [];
    for (let count = 0; count < defaultPolicy.wrongCodesUntilPause; count += 1) {
      const decision = resync(state, wrong, contextAt(now));
      left.push(refusalOf(decision).triesLeft);
      state = stateAfter(state, decision.changes);
    }
    expect(left).toEqual([4, 3, 2, 1, 0]);
    expect(refusalOf(resync(state, shown(0), contextAt(now))).code).toBe("paused");
  });

  it("finds nothing beyond the limit of the policy", () => {
    expect(refusalOf(resync(inUse(), shown(63 * minute), contextAt(now))).code).toBe("mismatch");
    expect(refusalOf(resync(inUse(), shown(-61 * minute), contextAt(now))).code).toBe("mismatch");
  });

  it("is for tokens in use that nobody stopped", () => {
    expect(refusalOf(resync(nobody, shown(0), contextAt(now))).code).toBe("unknownCustomer");
    expect(refusalOf(resync(activated(), shown(0), contextAt(now))).code).toBe("notInUse");
    expect(refusalOf(resync(suspended(inUse(), now), shown(0), contextAt(now))).code).toBe("suspended");
    expect(refusalOf(resync(paused(inUse(), now), shown(0), contextAt(now))).code).toBe("paused");
  });

  it("compares nothing that is no code, and counts nothing", () => {
    for (const otps of [
      [wrongCodeAt(now), "1234567"],
      ["１２３４５６７８", codeAt(now)],
    ] as const) {
      const decision = resync(inUse(), { codeFor: presence, otps }, contextAt(now));
      expect(refusalOf(decision)).toEqual({ code: "malformedCode" });
      expect(decision.changes).toEqual({});
    }
  });

  it("says so when the key cannot be read", () => {
    const state = inUse();
    const broken = {
      open: () => {
        throw new Error("damaged");
      },
    };
    const tokens: Token[] = [{ ...theToken(state), key: broken }];
    expect(() => resync({ ...state, tokens }, shown(0), contextAt(now))).toThrow("damaged");
    const none: Token[] = [{ ...theToken(state), key: null }];
    expect(refusalOf(resync({ ...state, tokens: none }, shown(0), contextAt(now))).code).toBe("keyUnreadable");
  });

  it("takes no code of a phone that runs ahead until an hour after a fence: it may have been shown before", () => {
    const raised = { fenceMs: now - 30 * minute };
    expect(refusalOf(resync(inUse(), shown(20 * minute), contextAt(now, raised)))).toEqual({ code: "used" });
    expect(resync(inUse(), shown(-20 * minute), contextAt(now, raised)).outcome.ok).toBe(true);
    const longAgo = { fenceMs: now - 50 * minute };
    expect(resync(inUse(), shown(20 * minute), contextAt(now, longAgo)).outcome.ok).toBe(true);
  });
});
