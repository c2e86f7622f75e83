import type { StoredEvent } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { timelineRows } from "./timeline.ts";
import { customerWords } from "../customer-state/words.ts";

const startMs = Date.UTC(2026, 10, 23, 5, 0, 0);
const around = {
  names: new Map(),
  tokens: [{ tokenId: "token-1" as never, periodSeconds: 60 }],
  nowMs: startMs + 600_000,
  exchangeLifetimeSeconds: 60,
};

function event(type: StoredEvent["type"], detail: StoredEvent["detail"] = {}, minutes = 0): StoredEvent {
  return {
    cursor: minutes,
    type,
    atMs: startMs + minutes * 60_000,
    actor: { kind: "phone", id: null, channel: "app" },
    institutionId: "ozora",
    customerId: "hanako",
    tokenId: "token-1",
    detail,
  };
}

const causes = (events: readonly StoredEvent[], language: "ja" | "en" = "ja") =>
  timelineRows(events, around, language).map((row) => row.causes);

describe("the timeline", () => {
  it("says how many minutes the phone's clock is off, of a refused code and of an accepted one", () => {
    expect(causes([event("code.refused", { reason: "drift", clockAheadSeconds: 300, triesLeft: 3 })])).toEqual([
      ["時刻ずれ", "スマートフォンの時刻が約5分進んでいます", "残り3回"],
    ]);
    expect(causes([event("code.accepted", { driftSteps: -2 })], "en")).toEqual([
      ["the phone’s clock is about 2 minutes behind"],
    ]);
    expect(causes([event("code.accepted", { driftSteps: 0 })])).toEqual([[]]);
  });

  it("says of a set-up that was begun and never finished that the activation password was wrong", () => {
    const wrong = "利用開始パスワードの誤り（まれに、通信の途切れ）";
    const newestFirst = [
      event("activation.receipted", {}, 4),
      event("activation.finished", {}, 3),
      event("activation.started", { triesLeft: 3 }, 2),
      event("activation.started", { triesLeft: 4 }, 1),
    ];
    expect(causes(newestFirst)).toEqual([[], [], ["残り3回"], [wrong, "残り4回"]]);
  });

  it("does not yet say so of one that may still be finished", () => {
    expect(causes([event("activation.started", { triesLeft: 4 }, 10)])).toEqual([["残り4回"]]);
    expect(causes([event("activation.started", { triesLeft: 4 }, 9)])[0]).toHaveLength(2);
  });

  it("has no raw name of a state, a reason or a purpose in any language", () => {
    for (const language of ["ja", "en"] as const) {
      for (const reason of Object.keys(customerWords[language].causes)) {
        const [row] = causes([event("activation.refused", { phase: "start", reason })], language);
        expect(row).toEqual([customerWords[language].causes[reason as "mismatch"]]);
        if (reason.length > 9) expect(row?.join(), reason).not.toContain(reason);
      }
      expect(
        causes([event("code.refused", { purpose: "resync", reason: "activated" })], language)[0]?.join(),
      ).not.toMatch(/\bresync\b|activated/);
    }
  });

  it("tells an institution's own reason as it is, and that its system did it", () => {
    const byBank = { actor: { kind: "institution", id: null, channel: "api" } } as const;
    const cancelled = { ...event("application.cancelled", { reason: "institution" }), ...byBank };
    const suspended = { ...event("token.suspended", { reason: "lost by customer" }), ...byBank };
    expect(causes([cancelled, suspended])).toEqual([["金融機関のシステムによる"], ["理由：lost by customer"]]);
  });
});
