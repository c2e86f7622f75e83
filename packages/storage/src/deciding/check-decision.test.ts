import { ClockAhead, clockToleranceMs } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { checkDecision } from "./check-decision.ts";
import { decided, hanako, sampleCustomer, sampleToken, startMs, step } from "../contract/samples.ts";

const now = Math.floor(startMs / 60_000);

/** An act that stores this step while the database's clock stands at the start of a minute, or a little before it. */
function stores(stepsAhead: number, { driftSteps = 0, beforeMs = 0 } = {}): () => void {
  const before = sampleToken({ lastStep: step(now - 1) });
  const after = sampleToken({ lastStep: step(now + stepsAhead), driftSteps });
  const state = { customer: sampleCustomer(), tokens: [before] };
  return () => checkDecision(hanako, state, decided(null, { changes: { tokens: [after] } }), startMs - beforeMs);
}

describe("a step that an act stores", () => {
  it("may be as far ahead of the database's clock as the widest window and a phone's known lead", () => {
    expect(stores(2)).not.toThrow();
    expect(stores(5, { driftSteps: 3 })).not.toThrow();
  });

  it("is refused further ahead: once the clock is right, the customer would be locked out until then", () => {
    expect(stores(3)).toThrow(ClockAhead);
    expect(stores(6, { driftSteps: 3 })).toThrow(ClockAhead);
    expect(stores(3, { driftSteps: -3 })).toThrow(ClockAhead);
  });

  it("is measured by a clock that may be wrong by the tolerance", () => {
    expect(stores(2, { beforeMs: clockToleranceMs })).not.toThrow();
    expect(stores(2, { beforeMs: clockToleranceMs + 1 })).toThrow(ClockAhead);
  });

  it("does not matter when it was there before: a lock or a revocation goes on", () => {
    const token = sampleToken({ lastStep: step(now + 99) });
    const changes = { tokens: [{ ...token, suspendedAtMs: startMs }] };
    const state = { customer: sampleCustomer(), tokens: [token] };
    expect(() => checkDecision(hanako, state, decided(null, { changes }), startMs)).not.toThrow();
  });
});
