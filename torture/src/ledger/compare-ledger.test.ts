import type { StoredEvent } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { compareLedger } from "./compare-ledger.ts";
import type { Stored } from "./compare-ledger.ts";
import type { LedgerEntry } from "./ledger.ts";

const sent = (id: string, step: number | null, customerId = "hanako"): LedgerEntry => {
  const shows = step === null ? "wrong" : "right";
  return { note: "sent", id, attempt: 1, customerId, shows, step, node: 0, atMs: 0 };
};
const answered = (id: string, reason: string | null, status = 200): LedgerEntry => {
  return { note: "answered", id, attempt: 1, status, accepted: status === 200 ? reason === null : null, reason };
};
const lost = (id: string): LedgerEntry => ({ note: "lost", id, attempt: 1, why: "ECONNRESET" });

function event(id: string, reason: string | null, detail: StoredEvent["detail"] = {}, atMs = 0): StoredEvent {
  const type = reason === null ? "code.accepted" : "code.refused";
  const actor = { kind: "institution", id: "bank", channel: "api" } as const;
  const base = { type, atMs, actor, institutionId: "ozora", customerId: "hanako", tokenId: "t", cursor: 1 } as const;
  return { ...base, detail: { reference: id, ...(reason === null ? {} : { reason }), ...detail } };
}

const stored = (events: readonly StoredEvent[], lastStep: number, wrongSinceConfirm = 0): Stored => ({
  events,
  tokens: new Map([["hanako", { lastStep, wrongSinceConfirm }]]),
});
const problemsOf = (entries: readonly LedgerEntry[], found: Stored) =>
  compareLedger(entries, found, { wrongCodesUntilPause: 5 }).problems;

describe("the ledger finds nothing wrong with", () => {
  it("an acceptance, its replay and a wrong code, each stored once", () => {
    const entries = [
      sent("a", 7),
      answered("a", null),
      sent("b", 7),
      answered("b", "used"),
      sent("c", null),
      answered("c", "mismatch"),
    ];
    const events = [event("a", null, { step: 7 }), event("b", "used"), event("c", "mismatch")];
    const compared = compareLedger(entries, stored(events, 7, 1), { wrongCodesUntilPause: 5 });
    expect(compared).toEqual({ problems: [], requests: 3, accepted: 1, refused: 2, unknown: 0 });
  });

  it("an unknown result, whether it was carried out or not", () => {
    const entries = [sent("a", 7), lost("a"), sent("b", 8), answered("b", "outcome_unknown", 503), sent("c", 9)];
    expect(problemsOf(entries, stored([], -1))).toEqual([]);
    const events = [event("a", null, { step: 7 }), event("b", null, { step: 8 }), event("c", null, { step: 9 })];
    expect(problemsOf(entries, stored(events, 9))).toEqual([]);
  });
});

describe("the ledger finds", () => {
  const accepted = [sent("a", 7), answered("a", null)];
  const fine = event("a", null, { step: 7 });
  const wrongCodes = (count: number, detail: StoredEvent["detail"] = {}) => {
    const ids = Array.from({ length: count }, (_, index) => `w${index}`);
    return {
      entries: ids.flatMap((id) => [sent(id, null), answered(id, "mismatch")]),
      events: ids.map((id, index) => event(id, "mismatch", index === 4 ? detail : {})),
    };
  };

  it.each<[string, readonly LedgerEntry[], Stored, string]>([
    [
      "one code acknowledged twice",
      [...accepted, sent("b", 7), answered("b", null)],
      stored([fine], 7),
      "I1: hanako step 7",
    ],
    [
      "one step twice in the log",
      [...accepted, sent("b", 7), lost("b")],
      stored([fine, event("b", null, { step: 7 })], 7),
      "I1: t step 7",
    ],
    ["a wrong code accepted", [sent("a", null), answered("a", null)], stored([fine], 7), "I1: the wrong code"],
    [
      "two answers under one key",
      [...accepted, answered("a", "used")],
      stored([fine], 7),
      "I1: a was answered in two ways",
    ],
    [
      "an acceptance that used up another step",
      accepted,
      stored([event("a", null, { step: 8 })], 8),
      "I1: a used up another",
    ],
    ["an acknowledged step that the row lost", accepted, stored([fine], 6), "I2: hanako lost"],
    ["a step in the row that no event tells of", [sent("a", 7), lost("a")], stored([], 7), "I8: last step and log"],
    ["an acceptance without its event", accepted, stored([], 7), "I8: a was acknowledged (accepted)"],
    [
      "a refusal without its event",
      [sent("c", null), answered("c", "mismatch")],
      stored([], -1),
      "I8: c was acknowledged",
    ],
    ["an event that says something else", accepted, stored([event("a", "used")], 7), "I8: a was answered accepted"],
    [
      "one request carried out twice",
      [sent("c", null), lost("c")],
      stored([event("c", "mismatch"), event("c", "mismatch")], -1, 2),
      "I8: c has two events",
    ],
    ["an event of no request", [], stored([event("x", "mismatch")], -1, 1), "I8: the event of x"],
    [
      "a failure that was not counted",
      [sent("c", null), answered("c", "mismatch")],
      stored([event("c", "mismatch")], -1, 0),
      "I4: the failures",
    ],
    [
      "“not done” for what was done",
      [sent("a", 7), answered("a", "unavailable", 503)],
      stored([fine], 7),
      "I11: a was answered as not done",
    ],
    [
      "an error nobody promised",
      [sent("a", 7), answered("a", "internal", 500)],
      stored([], -1),
      "I11: a was answered 500",
    ],
    ["a sixth guess", wrongCodes(6).entries, stored(wrongCodes(6).events, -1, 6), "I3: 6 guesses"],
    [
      "a guess in the pause",
      wrongCodes(6).entries,
      stored(wrongCodes(6, { untilMs: 9 }).events, -1, 6),
      "I3: a code of t was compared in its pause",
    ],
  ])("%s", (_name, entries, found, says) => {
    expect(problemsOf(entries, found).filter((problem) => problem.startsWith(says))).not.toEqual([]);
  });

  it("nothing in five wrong codes that end in a pause", () => {
    const { entries, events } = wrongCodes(5, { untilMs: 9 });
    expect(problemsOf(entries, stored(events, -1, 5))).toEqual([]);
  });
});
