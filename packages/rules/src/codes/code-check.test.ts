import { derivedKey, presence, transactionCode } from "@warifu/otp";
import type { CodeFor, Presence, Transaction } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { describe, expect, expectTypeOf, it } from "vitest";
import { confirm, type ConfirmCommand } from "../acts/confirm.ts";
import { resync, type ResyncCommand } from "../acts/resync.ts";
import { verify, type VerifyCommand } from "../acts/verify.ts";
import { ClockApart } from "./fence.ts";
import { Throttled } from "../guessing/guess-watch.ts";
import { activated, codeAt, contextAt, inUse, minute, sampleKey, startMs, wrongCodeAt } from "../sample-journey.ts";
import { stateAfter } from "../state-after.ts";

const now = startMs + 10 * minute;

describe("while codes are stopped for everybody", () => {
  it.each([new Throttled(30), new ClockApart("the clock went back")])(
    "neither a right nor a wrong code is told, by no act that compares one: %s",
    (codesStopped) => {
      const context = { ...contextAt(now), codesStopped };
      for (const otp of [codeAt(now), wrongCodeAt(now)]) {
        expect(() => verify(inUse(), { codeFor: presence, otp, purpose: "login", reference: null }, context)).toThrow(
          codesStopped,
        );
        expect(() => confirm(activated(), { codeFor: presence, otp }, context)).toThrow(codesStopped);
        expect(() => resync(inUse(), { codeFor: presence, otps: [codeAt(now - minute), otp] }, context)).toThrow(
          codesStopped,
        );
      }
    },
  );

  it("whoever is let through again is decided as ever", () => {
    const context = { ...contextAt(now), codesStopped: null };
    expect(
      verify(inUse(), { codeFor: presence, otp: codeAt(now), purpose: "login", reference: null }, context).outcome.ok,
    ).toBe(true);
  });
});

describe("what a code has to be for", () => {
  const forTransfer: Transaction = {
    kind: "transaction",
    digest: new Uint8Array(32),
    suite: "OCRA-1:HOTP-SHA256-8:QH64",
  };
  const inUseNow = inUse();
  const [token] = inUseNow.tokens;

  it("is said by whoever asks: over data nothing is compared and nothing counted, neither the token's code of the time nor one over the data", () => {
    const key = derivedKey(nodeHmac, sampleKey, "tx code", { serviceId: "10121234", userId: "7R1EG3W07R1EG3WY" });
    for (const otp of [codeAt(now), wrongCodeAt(now), transactionCode(nodeHmac, key, forTransfer), "", "1"]) {
      const command = { otp, codeFor: forTransfer, purpose: "transfer", reference: null } as const;
      const decision = verify(inUseNow, command, contextAt(now));
      expect(decision.outcome).toEqual({ ok: false, refusal: { code: "notForTransactions" } });
      expect(decision.changes).toEqual({});
      expect(decision.events).toMatchObject([{ type: "code.refused", detail: { reason: "notForTransactions" } }]);
    }
  });

  it("does not open another way in: the same code is good for presence afterwards, once", () => {
    const command = { otp: codeAt(now), purpose: "transfer", reference: null } as const;
    const refused = verify(inUseNow, { ...command, codeFor: forTransfer }, contextAt(now));
    const after = stateAfter(inUseNow, refused.changes);
    expect(verify(after, { ...command, codeFor: presence }, contextAt(now)).outcome.ok).toBe(true);
  });

  it("keeps a code over data from counting as anything but a wrong one where presence is asked", () => {
    const key = derivedKey(nodeHmac, sampleKey, "tx code", { serviceId: "10121234", userId: "7R1EG3W07R1EG3WY" });
    const otp = transactionCode(nodeHmac, key, forTransfer);
    const decision = verify(inUseNow, { otp, codeFor: presence, purpose: "login", reference: null }, contextAt(now));
    expect(decision.outcome).toMatchObject({ ok: false, refusal: { code: "mismatch" } });
    expect(decision.changes.tokens?.[0]?.wrongInARow).toBe(Number(token?.wrongInARow) + 1);
  });

  it("is nothing that can be left out, where no compiler looks either", () => {
    const silent = { otp: codeAt(now), purpose: "login", reference: null } as unknown as VerifyCommand;
    expect(verify(inUseNow, silent, contextAt(now)).outcome).toMatchObject({ ok: false });
    const pair = { otps: [codeAt(now - minute), codeAt(now)] } as unknown as ResyncCommand;
    expect(resync(inUseNow, pair, contextAt(now)).outcome).toMatchObject({ refusal: { code: "notForTransactions" } });
    const first = { otp: codeAt(now) } as unknown as ConfirmCommand;
    expect(confirm(activated(), first, contextAt(now)).outcome).toMatchObject({ ok: false });
    expectTypeOf<VerifyCommand["codeFor"]>().toEqualTypeOf<CodeFor>();
    expectTypeOf<ConfirmCommand["codeFor"]>().toEqualTypeOf<Presence>();
    expectTypeOf<ResyncCommand["codeFor"]>().toEqualTypeOf<Presence>();
  });
});
