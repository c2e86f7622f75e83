import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { presence } from "./code-for.ts";
import { findStepPair } from "./find-step-pair.ts";
import { hotp } from "./hotp.ts";
import type { Hmac, OtpParameters } from "./hotp.ts";
import { nodeHmac } from "./node.ts";
import { asStep } from "./time-step.ts";

const key = new TextEncoder().encode("12345678901234567890123456789012");
const parameters: OtpParameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 };
const centre = 29_000_000;
const codeOf = (step: number): string => hotp(nodeHmac, key, step, parameters);
const search = (codes: readonly [string, string], hmac: Hmac = nodeHmac) =>
  findStepPair({
    codeFor: presence,
    hmac,
    key,
    codes,
    parameters,
    centre: asStep(centre),
    pastSteps: 60,
    futureSteps: 60,
  });

describe("findStepPair", () => {
  it("finds two codes in a row, and gives the step of the second", () => {
    fc.assert(
      fc.property(fc.integer({ min: -60, max: 60 }), (away) => {
        const step = centre + away;
        expect(search([codeOf(step), codeOf(step + 1)])).toBe(step + 1);
      }),
      { numRuns: 30 },
    );
  });

  it("takes neither the same code twice, nor the wrong order, nor a gap, nor what lies outside", () => {
    const step = centre - 5;
    expect(search([codeOf(step), codeOf(step)])).toBeNull();
    expect(search([codeOf(step + 1), codeOf(step)])).toBeNull();
    expect(search([codeOf(step), codeOf(step + 2)])).toBeNull();
    expect(search([codeOf(centre - 61), codeOf(centre - 60)])).toBeNull();
    expect(search([codeOf(centre + 61), codeOf(centre + 62)])).toBeNull();
  });

  it("takes the newest of several equal pairs", () => {
    const alternating: Hmac = () => (message) => {
      const mac = new Uint8Array(32);
      const step = Number(new DataView(message.buffer, message.byteOffset).getBigUint64(0));
      new DataView(mac.buffer).setUint32(0, step % 2);
      return mac;
    };
    const even = hotp(alternating, key, 0, parameters);
    const odd = hotp(alternating, key, 1, parameters);
    expect(search([even, odd], alternating)).toBe(centre + 61);
  });
});
