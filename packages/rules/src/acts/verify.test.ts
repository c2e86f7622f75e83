import { presence } from "@warifu/otp";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CustomerState } from "../customer.ts";
import type { Purpose } from "../purpose.ts";
import {
  activated,
  applied,
  codeAt,
  contextAt,
  grown,
  hour,
  inUse,
  issued,
  minute,
  nobody,
  paused,
  refusalOf,
  startMs,
  stepOf,
  suspended,
  theToken,
  valueOf,
  wrongCodeAt,
} from "../sample-journey.ts";
import { stateAfter } from "../state-after.ts";
import { KeyUnreadable, type Token } from "../token.ts";
import { revoke } from "./revoke.ts";
import { unlock } from "./unlock.ts";
import { verify, type VerifyCommand } from "./verify.ts";

const now = startMs + 10 * minute;

function login(otp: string): VerifyCommand {
  return { codeFor: presence, otp, purpose: "login", reference: null };
}

/** Verifies and goes on with the state after it. */
function walk(state: CustomerState, codes: readonly (readonly [string, number])[]) {
  let current = state;
  const told = codes.map(([otp, atMs]) => {
    const decision = verify(current, login(otp), contextAt(atMs));
    current = stateAfter(current, decision.changes);
    return decision.outcome.ok ? "accepted" : decision.outcome.refusal.code;
  });
  return { state: current, told };
}

function withToken(state: CustomerState, changed: Partial<Token>): CustomerState {
  return { ...state, tokens: [{ ...theToken(state), ...changed }] };
}

describe("verify", () => {
  it("accepts the phone's code, stores its step, and records purpose and reference", () => {
    const command: VerifyCommand = {
      codeFor: presence,
      otp: codeAt(now),
      purpose: "transfer",
      reference: "TR-2026/11#7",
    };
    const decision = verify(inUse(), command, contextAt(now));
    expect(valueOf(decision)).toEqual({ tokenId: "token-1", step: stepOf(now) });
    expect(theToken(grown(inUse(), decision)).lastStep).toBe(stepOf(now));
    expect(decision.events).toMatchObject([
      { type: "code.accepted", detail: { purpose: "transfer", reference: "TR-2026/11#7", step: stepOf(now) } },
    ]);
  });

  it("accepts the code before and the code after, and nothing farther", () => {
    const told = (offset: number) => walk(inUse(), [[codeAt(now + offset * minute), now]]).told[0];
    expect([-2, -1, 0, 1, 2].map(told)).toEqual(["mismatch", "accepted", "accepted", "accepted", "mismatch"]);
  });

  it("accepts each code once, whatever for, also across the step border", () => {
    const code = codeAt(now);
    expect(
      walk(inUse(), [
        [code, now],
        [code, now],
        [code, now + minute],
      ]).told,
    ).toEqual(["accepted", "used", "used"]);
    const state = grown(inUse(), verify(inUse(), login(code), contextAt(now)));
    const transfer = verify(
      state,
      { codeFor: presence, otp: code, purpose: "transfer", reference: "r" },
      contextAt(now),
    );
    expect(refusalOf(transfer)).toEqual({ code: "used" });
  });

  it("accepts previous then current, and after the current one no previous", () => {
    const previous = codeAt(now - minute);
    expect(
      walk(inUse(), [
        [previous, now],
        [codeAt(now), now],
      ]).told,
    ).toEqual(["accepted", "accepted"]);
    expect(
      walk(inUse(), [
        [codeAt(now), now],
        [previous, now],
      ]).told,
    ).toEqual(["accepted", "used"]);
  });

  it("does not call a late replay a guess", () => {
    const { told, state } = walk(inUse(), [
      [codeAt(now), now],
      [codeAt(now), now + 20 * minute],
    ]);
    expect(told).toEqual(["accepted", "used"]);
    expect(theToken(state).wrongInARow).toBe(0);
  });

  it("verifies nowhere before 手順5, and compares nothing there", () => {
    for (const state of [applied(), issued(), activated()]) {
      const decision = verify(state, login(wrongCodeAt(now)), contextAt(now));
      expect(refusalOf(decision)).toEqual({ code: "notInUse" });
      expect(decision.changes).toEqual({});
    }
    const revoked = grown(inUse(), revoke(inUse(), { tokenId: null, reason: "x" }, contextAt(now)));
    expect(refusalOf(verify(revoked, login(codeAt(now)), contextAt(now))).code).toBe("notInUse");
  });

  it("knows no customer of nobody, and writes nothing about one", () => {
    const decision = verify(nobody, login(codeAt(now)), contextAt(now));
    expect(refusalOf(decision)).toEqual({ code: "unknownCustomer" });
    expect(decision.events).toEqual([]);
  });

  it("refuses codes while suspended, right or wrong, without counting", () => {
    for (const otp of [codeAt(now), wrongCodeAt(now)]) {
      const decision = verify(suspended(inUse(), startMs), login(otp), contextAt(now));
      expect(refusalOf(decision)).toEqual({ code: "suspended" });
      expect(decision.changes).toEqual({});
      expect(decision.events).toMatchObject([{ type: "code.refused", detail: { reason: "suspended" } }]);
    }
  });

  it.each(["", "1234567", "123456789", " 12345678", "12345678\n", "１２３４５６７８", "+1234567", "1e7"])(
    "refuses %j as malformed, and counts nothing",
    (otp) => {
      const decision = verify(inUse(), login(otp), contextAt(now));
      expect(refusalOf(decision)).toEqual({ code: "malformedCode" });
      expect(decision.changes).toEqual({});
    },
  );

  it("is closed to an array that looks like a code", () => {
    const otp = [codeAt(now)] as unknown as string;
    expect(refusalOf(verify(inUse(), login(otp), contextAt(now))).code).toBe("malformedCode");
  });

  it("throws for a purpose or reference outside the grammar: that is the edge's business", () => {
    const bad = (changed: object) => () => verify(inUse(), { ...login("12345678"), ...changed }, contextAt(now));
    expect(bad({ purpose: "fun" as Purpose })).toThrow(TypeError);
    for (const reference of ["", "x".repeat(65), "日本", "a\nb"]) expect(bad({ reference })).toThrow(TypeError);
    expect(bad({ reference: "x".repeat(64) })).not.toThrow();
  });

  it("accepts nothing that could have been shown when the fence was raised: two minutes later codes count again", () => {
    const raised = { fenceMs: now };
    for (const shown of [now, now + minute]) {
      expect(refusalOf(verify(inUse(), login(codeAt(shown)), contextAt(now, raised)))).toEqual({ code: "used" });
    }
    const later = now + 2 * minute;
    expect(verify(inUse(), login(codeAt(later)), contextAt(later, raised)).outcome.ok).toBe(true);
  });

  it("counts the seconds that clocks may differ by to the time before the fence", () => {
    const raised = { fenceMs: now - 10_000 };
    expect(refusalOf(verify(inUse(), login(codeAt(now + minute)), contextAt(now, raised)))).toEqual({ code: "used" });
    const early = { fenceMs: now - 10_001 };
    expect(verify(inUse(), login(codeAt(now + minute)), contextAt(now, early)).outcome.ok).toBe(true);
  });

  it("holds a phone that runs ahead behind the fence for as long as it runs ahead", () => {
    const ahead = walk(inUse(), [[codeAt(now + minute), now]]).state;
    expect(theToken(ahead).driftSteps).toBe(1);
    const raised = { fenceMs: now + minute };
    const at = now + 2 * minute;
    expect(refusalOf(verify(ahead, login(codeAt(now + 3 * minute)), contextAt(at, raised)))).toEqual({ code: "used" });
    expect(verify(ahead, login(codeAt(now + 4 * minute)), contextAt(at + minute, raised)).outcome.ok).toBe(true);
  });

  it("lets no phone in earlier because it was slow: its clock may have been mended, and that be lost", () => {
    const slow = withToken(inUse(), { driftSteps: -2 });
    expect(refusalOf(verify(slow, login(codeAt(now)), contextAt(now, { fenceMs: now }))).code).toBe("used");
  });

  it("takes nothing from what was used after it", () => {
    const raised = { fenceMs: now - hour };
    const used = stateAfter(inUse(), verify(inUse(), login(codeAt(now)), contextAt(now, raised)).changes);
    expect(refusalOf(verify(used, login(codeAt(now)), contextAt(now, raised))).code).toBe("used");
  });
});

it("a token opens nothing once the use of codes was cancelled, even if it had been forgotten in use", () => {
  const { customer, tokens } = inUse();
  if (customer === null) throw new Error("no customer");
  const cancelled: CustomerState = { customer: { ...customer, use: "cancelled" }, tokens };
  expect(refusalOf(verify(cancelled, login(codeAt(now)), contextAt(now))).code).toBe("notInUse");
});

describe("a stored key that cannot be read", () => {
  const unreadable = (error: Error) =>
    withToken(inUse(), {
      key: {
        open: () => {
          throw error;
        },
      },
    });

  it("refuses this request only, and is not counted as a wrong code", () => {
    const decision = verify(unreadable(new KeyUnreadable("damaged")), login(codeAt(now)), contextAt(now));
    expect(refusalOf(decision)).toEqual({ code: "keyUnreadable" });
    expect(decision.changes).toEqual({});
    expect(decision.events).toMatchObject([{ detail: { reason: "keyUnreadable" } }]);
  });

  it("is the same as none at all", () => {
    expect(refusalOf(verify(withToken(inUse(), { key: null }), login(codeAt(now)), contextAt(now))).code).toBe(
      "keyUnreadable",
    );
  });

  it("hides no other surprise", () => {
    expect(() => verify(unreadable(new Error("bug")), login(codeAt(now)), contextAt(now))).toThrow("bug");
  });
});

describe("wrong codes", () => {
  it("tell how many are left; the fifth in a row pauses for 30 minutes", () => {
    const wrong = login(wrongCodeAt(now));
    let state = inUse();
    const told = Array.from({ length: 6 }, () => {
      const decision = verify(state, wrong, contextAt(now));
      state = stateAfter(state, decision.changes);
      return refusalOf(decision);
    });
    expect(told).toEqual([
      { code: "mismatch", triesLeft: 4 },
      { code: "mismatch", triesLeft: 3 },
      { code: "mismatch", triesLeft: 2 },
      { code: "mismatch", triesLeft: 1 },
      { code: "mismatch", triesLeft: 0, untilMs: now + 30 * minute },
      { code: "paused", untilMs: now + 30 * minute },
    ]);
  });

  it("are not even compared while paused: the right code does not help, and nothing is counted", () => {
    const state = paused(inUse(), now);
    for (const otp of [codeAt(now), wrongCodeAt(now)]) {
      const decision = verify(state, login(otp), contextAt(now + 30 * minute - 1));
      expect(refusalOf(decision).code).toBe("paused");
      expect(decision.changes).toEqual({});
    }
    const after = now + 30 * minute;
    expect(verify(state, login(codeAt(after)), contextAt(after)).outcome.ok).toBe(true);
  });

  it("lock at the third pause with no success between, and the phone's address is told once", () => {
    let state = paused(paused(inUse(), now), now + hour);
    const wrong = login(wrongCodeAt(now + 2 * hour));
    const mails = Array.from({ length: 6 }, () => {
      const decision = verify(state, wrong, contextAt(now + 2 * hour));
      state = stateAfter(state, decision.changes);
      return decision.mails.map(({ kind }) => kind);
    });
    expect(mails.flat()).toEqual(["tokenLocked"]);
    expect(theToken(state).lockedAtMs).toBe(now + 2 * hour);
    const later = now + 9 * hour;
    expect(refusalOf(verify(state, login(codeAt(later)), contextAt(later)))).toEqual({ code: "locked" });
  });

  it("are forgiven in a row by a right code, pauses too", () => {
    const twice = paused(paused(inUse(), now), now + hour);
    const later = now + 2 * hour;
    const success = grown(twice, verify(twice, login(codeAt(later)), contextAt(later)));
    expect(theToken(success)).toMatchObject({ wrongInARow: 0, pausesInARow: 0, pausedUntilMs: null });
    expect(theToken(paused(success, later + minute)).lockedAtMs).toBeNull();
  });

  it("lock at the hundredth since confirmation, whatever lies between", () => {
    const state = withToken(inUse(), { wrongSinceConfirm: 98 });
    const wrong = wrongCodeAt(now);
    const { told, state: after } = walk(state, [
      [wrong, now],
      [codeAt(now), now],
      [wrong, now],
      [codeAt(now + minute), now + minute],
    ]);
    expect(told).toEqual(["mismatch", "accepted", "mismatch", "locked"]);
    expect(theToken(after)).toMatchObject({ wrongSinceConfirm: 100, lockedAtMs: now });
  });

  it("tell the nearer of the two limits", () => {
    const state = withToken(inUse(), { wrongSinceConfirm: 97 });
    expect(refusalOf(verify(state, login(wrongCodeAt(now)), contextAt(now)))).toEqual({
      code: "mismatch",
      triesLeft: 2,
    });
  });

  it("start from nothing after a person unlocked", () => {
    const state = paused(withToken(inUse(), { wrongSinceConfirm: 50 }), now);
    const open = grown(state, unlock(state, { tokenId: null, reason: "seen at the desk" }, contextAt(now)));
    expect(refusalOf(verify(open, login(wrongCodeAt(now)), contextAt(now)))).toEqual({
      code: "mismatch",
      triesLeft: 4,
    });
    expect(theToken(open).wrongSinceConfirm).toBe(0);
  });
});

describe("right codes shown again", () => {
  it("are never a guess, but after twenty the answer is paused; a pause of replays never locks", () => {
    const { state } = walk(inUse(), [[codeAt(now), now]]);
    const replays = Array.from({ length: 21 }, () => [codeAt(now), now] as const);
    const { told, state: after } = walk(state, replays);
    expect(told.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => "used"));
    expect(told[20]).toBe("paused");
    expect(theToken(after)).toMatchObject({ wrongInARow: 0, wrongSinceConfirm: 0, pausesInARow: 0, lockedAtMs: null });
  });

  it("are forgotten with the next success", () => {
    const { state } = walk(inUse(), [
      [codeAt(now), now],
      [codeAt(now), now],
    ]);
    expect(theToken(state).replaysInARow).toBe(1);
    expect(theToken(walk(state, [[codeAt(now + minute), now + minute]]).state).replaysInARow).toBe(0);
  });
});

describe("the phone's clock", () => {
  it("is learned with each success", () => {
    const slow = walk(inUse(), [[codeAt(now - minute), now]]);
    expect(theToken(slow.state).driftSteps).toBe(-1);
    const slower = walk(slow.state, [[codeAt(now + 10 * minute - 2 * minute), now + 10 * minute]]);
    expect(slower.told).toEqual(["accepted"]);
    expect(theToken(slower.state).driftSteps).toBe(-2);
  });

  it("may be repaired at any time: the window around our own clock is always open too", () => {
    for (const driftSteps of [-30, 30]) {
      const state = withToken(inUse(), { driftSteps });
      const { told, state: after } = walk(state, [[codeAt(now), now]]);
      expect(told).toEqual(["accepted"]);
      expect(theToken(after).driftSteps).toBe(0);
    }
  });

  const lateToken = withToken(inUse(), { lastStep: stepOf(startMs - 3 * hour) });

  it("that is off by more than the window is named as the cause, counted, and not accepted: minutes at the second code in a row, the hour of a wrong time zone at the third", () => {
    for (const side of [-1, 1]) {
      const told = (minutes: number, wrongInARow: number) => {
        const state = withToken(lateToken, { wrongInARow });
        return refusalOf(verify(state, login(codeAt(now + side * minutes * minute)), contextAt(now)));
      };
      expect(told(5, 0)).toEqual({ code: "mismatch", triesLeft: 4 });
      expect(told(2, 1)).toEqual({ code: "drift", clockAheadSeconds: side * 2 * 60, triesLeft: 3 });
      expect(told(10, 1)).toEqual({ code: "drift", clockAheadSeconds: side * 10 * 60, triesLeft: 3 });
      expect(told(11, 1)).toEqual({ code: "mismatch", triesLeft: 3 });
      expect(told(50, 2)).toEqual({ code: "mismatch", triesLeft: 2 });
      expect(told(51, 2)).toEqual({ code: "drift", clockAheadSeconds: side * 51 * 60, triesLeft: 2 });
      expect(told(60, 2)).toEqual({ code: "drift", clockAheadSeconds: side * 60 * 60, triesLeft: 2 });
      expect(told(61, 2)).toEqual({ code: "mismatch", triesLeft: 2 });
    }
  });

  it.each([2, 3, 4, 5, 7, 10])(
    "is found once wherever it stands within the limit before the token pauses after %i wrong codes, each searched in a part of it",
    (wrongCodesUntilPause) => {
      const { policy, ...context } = contextAt(now);
      const timesNamed = (offset: number) => {
        const codes = Array.from({ length: wrongCodesUntilPause }, (_, wrongInARow) => {
          const state = withToken(lateToken, { wrongInARow });
          const asked = login(codeAt(now + offset * minute));
          return refusalOf(verify(state, asked, { ...context, policy: { ...policy, wrongCodesUntilPause } })).code;
        });
        return codes.filter((code) => code === "drift").length;
      };
      for (let offset = 2; offset <= 60; offset += 1) {
        expect([timesNamed(offset), timesNamed(-offset)], `${offset} minutes off`).toEqual([1, 1]);
      }
      expect([timesNamed(61), timesNamed(-61)]).toEqual([0, 0]);
    },
  );

  it("is not named where the policy learns no drift", () => {
    const context = contextAt(now);
    const strict = { ...context, policy: { ...context.policy, driftLimitSeconds: 0 } };
    expect(refusalOf(verify(inUse(), login(codeAt(now + 5 * minute)), strict)).code).toBe("mismatch");
    const state = grown(inUse(), verify(inUse(), login(codeAt(now - minute)), strict));
    expect(theToken(state).driftSteps).toBe(0);
  });

  it("of ours gone forward and back locks nobody out by a step from the future", () => {
    const forward = now + hour;
    const { state } = walk(inUse(), [[codeAt(now), forward]]);
    expect(theToken(state).lastStep).toBe(stepOf(startMs));
    expect(walk(state, [[codeAt(now), now]]).told).toEqual(["accepted"]);
  });

  it("never leads to a step ahead of ours by more than the window (property)", () => {
    fc.assert(
      fc.property(fc.integer({ min: -90, max: 90 }), fc.integer({ min: -60, max: 60 }), (offset, driftSteps) => {
        const state = withToken(inUse(), { driftSteps });
        const decision = verify(state, login(codeAt(now + offset * minute)), contextAt(now));
        const near = Math.abs(offset) <= 1 || Math.abs(offset - driftSteps) <= 1;
        const fresh = stepOf(now + offset * minute) > stepOf(startMs);
        expect(decision.outcome.ok).toBe(near && fresh);
        const after = theToken(stateAfter(state, decision.changes));
        expect(after.lastStep).toBeLessThanOrEqual(stepOf(now) + Math.max(0, driftSteps) + 1);
      }),
    );
  });

  it("may stand near 1970 without a surprise", () => {
    const state = withToken(inUse(), { driftSteps: -60 });
    expect(() => verify(state, login("00000000"), contextAt(0))).not.toThrow();
  });
});
