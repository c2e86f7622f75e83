import type { WireEvent } from "@warifu/wire";
import { describe, expect, it } from "vitest";
import { afterEvent, doneOf, nothingYet } from "./person-progress.ts";

let cursor = 0;

function event(type: string, tokenId: string | null = null, detail: WireEvent["detail"] = {}): WireEvent {
  cursor += 1;
  const actor = { kind: "customer", id: null, channel: "gate" };
  return { cursor: String(cursor), type, atMs: cursor * 1000, actor, customerId: "taro", tokenId, detail };
}

/** The steps that are ticked after these events, in their order. */
function ticked(events: readonly WireEvent[], newestMailAtMs: number | null = null): string[] {
  const done = doneOf(events.reduce(afterEvent, nothingYet), newestMailAtMs);
  return Object.entries(done)
    .filter(([, isDone]) => isDone)
    .map(([key]) => key);
}

const wholeWay = [
  event("application.registered"),
  event("token.issued", "one"),
  event("activation.started", "one"),
  event("activation.finished", "one"),
  event("activation.receipted", "one"),
  event("token.confirmed", "one"),
];

describe("a step of the tour", () => {
  it("is ticked by the event that says it is done, and by nothing before", () => {
    expect(ticked([])).toEqual([]);
    const expected = [["apply"], ["issue"], ["mail"], [], ["setUp"], ["show", "confirm"]];
    for (const index of wholeWay.keys()) {
      expect(ticked(wholeWay.slice(0, index + 1))).toEqual(expected.slice(0, index + 1).flat());
    }
  });

  it("手順2 is ticked by the mail that came after the issuance, not by an older one", () => {
    const [applied, issued] = wholeWay as [WireEvent, WireEvent];
    expect(ticked([applied, issued], issued.atMs - 1)).toEqual(["apply", "issue"]);
    expect(ticked([applied, issued], issued.atMs)).toEqual(["apply", "issue", "mail"]);
    expect(ticked([applied], issued.atMs)).toEqual(["apply"]);
  });

  it("begins anew with another issuance; what is told of the earlier token counts no more", () => {
    const again = [...wholeWay, event("token.issued", "two"), event("token.revoked", "one")];
    expect(ticked(again)).toEqual(["apply", "issue"]);
    expect(ticked([...again, event("activation.receipted", "one")])).toEqual(["apply", "issue"]);
  });

  it("is undone when the token ends or the application is cancelled", () => {
    expect(ticked([...wholeWay, event("token.revoked", "one")])).toEqual(["apply"]);
    expect(ticked([...wholeWay.slice(0, 3), event("token.expired", "one")])).toEqual(["apply"]);
    expect(ticked([...wholeWay, event("application.cancelled")])).toEqual([]);
  });

  it("to try afterwards is ticked by what the purpose and the reason say", () => {
    const done = ticked(wholeWay);
    const log = event("code.accepted", "one", { purpose: "login" });
    const transfer = event("code.accepted", "one", { purpose: "transfer" });
    const used = event("code.refused", "one", { reason: "used" });
    expect(ticked([...wholeWay, event("code.refused", "one", { reason: "mismatch" })])).toEqual(done);
    expect(ticked([...wholeWay, log, transfer, used, event("token.suspended", "one")])).toEqual([
      ...done,
      "logIn",
      "transfer",
      "usedAgain",
      "suspend",
    ]);
  });
});
