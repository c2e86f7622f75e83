import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readExchangeState, writeExchangeState } from "./exchange-state.ts";
import type { ExchangeState } from "./exchange-state.ts";
import { sampleIssuance, sampleParameters } from "./sample-issuance.ts";

const state: ExchangeState = {
  ...sampleIssuance,
  serverLoginState: "state",
  ke1: Buffer.alloc(96, 1).toString("base64url"),
  ke2: Buffer.alloc(320, 2).toString("base64url"),
  parameters: sampleParameters,
};

describe("readExchangeState", () => {
  it("reads what was written", () => {
    expect(readExchangeState(writeExchangeState(state))).toEqual(state);
  });

  it.each([
    ["no login state", { serverLoginState: undefined }],
    ["a number as login state", { serverLoginState: 1 }],
    ["another KE1", { ke1: "AAAA" }],
    ["another KE2", { ke2: state.ke1 }],
    ["another service ID", { serviceId: "1012|234" }],
    ["a user ID with a wrong check character", { userId: "1234567890123ABC" }],
    ["no parameters", { parameters: undefined }],
    ["null as parameters", { parameters: null }],
    ["another hash", { parameters: { ...sampleParameters, algorithm: "MD5" } }],
    ["another number of digits", { parameters: { ...sampleParameters, digits: 9 } }],
    ["a text as period", { parameters: { ...sampleParameters, periodSeconds: "60" } }],
    ["no period", { parameters: { ...sampleParameters, periodSeconds: 0 } }],
  ])("refuses %s", (_, changes) => {
    expect(readExchangeState(JSON.stringify({ ...state, ...changes }))).toBeNull();
  });

  it("refuses what is no such JSON, and never throws", () => {
    for (const text of ["", "{", "null", "1", "[]", '"x"', "{}", `${writeExchangeState(state)}x`]) {
      expect(readExchangeState(text)).toBeNull();
    }
    for (const input of [undefined, null, state, [writeExchangeState(state)]]) {
      expect(readExchangeState(input as unknown as string)).toBeNull();
    }
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(readExchangeState(text)).toBeNull();
      }),
    );
  });
});
