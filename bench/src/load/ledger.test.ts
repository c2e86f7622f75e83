import { describe, expect, it } from "vitest";
import { chooseShots, newLedger, noteShot } from "./ledger.ts";
import type { Ledger, LoadKind } from "./ledger.ts";

const minute = { fromStep: 100, toStep: 100 };

function sendAll(ledger: Ledger, kind: LoadKind, wanted: number, steps = minute) {
  const shots = chooseShots(ledger, kind, wanted, steps);
  for (const shot of shots) noteShot(ledger, kind, shot);
  return shots;
}

describe("the ledger of codes", () => {
  it("holds every token once, in an order that is no order", () => {
    const { order } = newLedger(1000);
    expect(Array.from(order).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, index) => index));
    const neighbours = Array.from(order).filter((token, index) => Math.abs(token - (order[index + 1] ?? 1e9)) === 1);
    expect(neighbours.length).toBeLessThan(20);
  });

  it("gives each token's code of this minute once, then the next minute's, then none", () => {
    const ledger = newLedger(10);
    const now = sendAll(ledger, "right", 100);
    expect(now.map(({ step }) => step)).toEqual(Array.from({ length: 10 }, () => 100));
    expect(new Set(now.map(({ token }) => token)).size).toBe(10);
    const coming = sendAll(ledger, "right", 100);
    expect(coming.map(({ step }) => step)).toEqual(Array.from({ length: 10 }, () => 101));
    expect(sendAll(ledger, "right", 100)).toEqual([]);
    const later = sendAll(ledger, "right", 100, { fromStep: 101, toStep: 101 });
    expect(later.map(({ step }) => step)).toEqual(Array.from({ length: 10 }, () => 102));
  });

  it("never gives one token two codes in one window: two on their way at once might overtake each other", () => {
    const ledger = newLedger(10);
    sendAll(ledger, "right", 4);
    const shots = sendAll(ledger, "right", 100);
    expect(new Set(shots.map(({ token }) => token)).size).toBe(shots.length);
  });

  it("keeps first wrong codes and later ones apart, and stays below the limit of five", () => {
    const ledger = newLedger(10);
    expect(sendAll(ledger, "wrongAgain", 100)).toEqual([]);
    expect(sendAll(ledger, "wrong", 100)).toHaveLength(10);
    expect(sendAll(ledger, "wrong", 100)).toEqual([]);
    for (let again = 2; again <= 4; again++) expect(sendAll(ledger, "wrongAgain", 100)).toHaveLength(10);
    expect(sendAll(ledger, "wrongAgain", 100)).toEqual([]);
    sendAll(ledger, "right", 100);
    expect(sendAll(ledger, "wrong", 100)).toHaveLength(10);
  });

  it("replays only codes that were sent and are still in the window, and stays below the limit of twenty", () => {
    const ledger = newLedger(10);
    expect(sendAll(ledger, "replay", 100)).toEqual([]);
    const used = sendAll(ledger, "right", 6).map(({ token }) => token);
    for (let time = 1; time <= 19; time++) {
      expect(new Set(sendAll(ledger, "replay", 100).map(({ token }) => token))).toEqual(new Set(used));
    }
    expect(sendAll(ledger, "replay", 100)).toEqual([]);
    const other = newLedger(10);
    sendAll(other, "right", 6);
    expect(sendAll(other, "replay", 100, { fromStep: 102, toStep: 102 })).toEqual([]);
  });
});
