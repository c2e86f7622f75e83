import { describe, expect, it } from "vitest";
import { ClientRate } from "./client-rate.ts";

function taken(rate: ClientRate, clientId: string, nowMs: number, tries = 3_000): number {
  return Array.from({ length: tries }).filter(() => rate.takes(clientId, nowMs)).length;
}

describe("the rate of a client", () => {
  it("allows 1000 at once, then 200 a second", () => {
    const rate = new ClientRate();
    expect(taken(rate, "vpn", 0)).toBe(1_000);
    expect(taken(rate, "vpn", 1_000)).toBe(200);
    expect(taken(rate, "vpn", 1_004)).toBe(0);
    expect(taken(rate, "vpn", 1_005)).toBe(1);
    expect(taken(rate, "vpn", 3_600_000)).toBe(1_000);
  });

  it("is each client's own, and a clock that goes back gives nothing away and locks nobody out", () => {
    const rate = new ClientRate();
    expect(taken(rate, "vpn", 3_600_000)).toBe(1_000);
    expect(taken(rate, "ssh", 3_600_000)).toBe(1_000);
    expect(taken(rate, "vpn", 0)).toBe(0);
    expect(taken(rate, "vpn", 1_000)).toBe(200);
  });
});
