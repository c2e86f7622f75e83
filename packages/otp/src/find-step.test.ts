import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { presence } from "./code-for.ts";
import { findStep } from "./find-step.ts";
import type { StepSearch } from "./find-step.ts";
import { hotp } from "./hotp.ts";
import type { Hmac, OtpParameters } from "./hotp.ts";
import { nodeHmac } from "./node.ts";
import { asStep } from "./time-step.ts";

const key = new TextEncoder().encode("12345678901234567890123456789012");
const parameters: OtpParameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 };
const centre = 29_000_000;
const codeOf = (step: number): string => hotp(nodeHmac, key, step, parameters);

function search(changes: Partial<Record<keyof StepSearch, unknown>> = {}) {
  const around = {
    codeFor: presence,
    hmac: nodeHmac,
    key,
    code: codeOf(centre),
    parameters,
    pastSteps: 1,
    futureSteps: 1,
  };
  return findStep({ ...around, centre: asStep(centre), lastStep: asStep(-1), ...changes } as StepSearch);
}

/** An HMAC under which the step decides the code by itself, so that neighbouring codes can be made equal. */
function hmacWith(codeAt: (step: number) => number): Hmac {
  return () => (message) => {
    const mac = new Uint8Array(32);
    const step = Number(new DataView(message.buffer, message.byteOffset).getBigUint64(0));
    new DataView(mac.buffer).setUint32(0, codeAt(step));
    return mac;
  };
}

describe("findStep", () => {
  it.each([-1, 0, 1])("finds the code of the step %i away", (away) => {
    expect(search({ code: codeOf(centre + away) })).toEqual({ kind: "fresh", step: centre + away });
  });

  it.each([-2, 2])("does not find the code of the step %i away", (away) => {
    expect(search({ code: codeOf(centre + away) })).toEqual({ kind: "none" });
  });

  it("looks exactly as far as it is told, on each side", () => {
    fc.assert(
      fc.property(fc.nat(5), fc.nat(5), fc.integer({ min: -7, max: 7 }), (pastSteps, futureSteps, away) => {
        const found = search({ code: codeOf(centre + away), pastSteps, futureSteps });
        const inside = away >= -pastSteps && away <= futureSteps;
        expect(found).toEqual(inside ? { kind: "fresh", step: centre + away } : { kind: "none" });
      }),
    );
  });

  it("calls a code used at the last step and below it, fresh above it", () => {
    const at = (lastStep: number) => search({ lastStep: asStep(lastStep) });
    expect(at(centre - 1)).toEqual({ kind: "fresh", step: centre });
    expect(at(centre)).toEqual({ kind: "used", step: centre });
    expect(at(centre + 1)).toEqual({ kind: "used", step: centre });
  });

  it("never finds a step as fresh that is not above the last one", () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 }), (away, last) => {
        const lastStep = asStep(centre + last);
        const found = search({ code: codeOf(centre + away), pastSteps: 2, futureSteps: 2, lastStep });
        expect(found).toEqual(
          Math.abs(away) > 2 ? { kind: "none" } : { kind: away > last ? "fresh" : "used", step: centre + away },
        );
      }),
    );
  });

  it("takes the newest of equal codes in neighbouring steps", () => {
    const hmac = hmacWith(() => 12_345_678);
    expect(search({ hmac, code: "12345678" })).toEqual({ kind: "fresh", step: centre + 1 });
  });

  it("does not call a code used when an equal one above the last step is fresh", () => {
    const hmac = hmacWith((step) => (step <= centre ? 12_345_678 : 1));
    const lastStep = asStep(centre - 1);
    expect(search({ hmac, code: "12345678", lastStep })).toEqual({ kind: "fresh", step: centre });
    expect(search({ hmac, code: "12345678", lastStep: asStep(centre) })).toEqual({ kind: "used", step: centre });
  });

  it("leaves out the steps before 1970", () => {
    const found = search({ code: codeOf(0), centre: asStep(0), pastSteps: 2 });
    expect(found).toEqual({ kind: "fresh", step: 0 });
  });

  it.each([
    [9, [2, 1, 0, -1, -2]],
    [-2, [2, 1, 0, -1, -2]],
    [1, [2, 1]],
  ])("computes the candidates from the newest on, and none after the one that matched (%i away)", (away, computed) => {
    const steps: number[] = [];
    const hmac: Hmac = (algorithm, secret) => (message) => {
      steps.push(Number(new DataView(message.buffer, message.byteOffset).getBigUint64(0)) - centre);
      return nodeHmac(algorithm, secret)(message);
    };
    search({ hmac, code: codeOf(centre + away), pastSteps: 2, futureSteps: 2 });
    expect(steps).toEqual(computed);
  });

  it("matches no text that is not the code itself", () => {
    const code = codeOf(centre);
    const fullWidth = code.replaceAll(/[0-9]/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
    for (const other of ["", code.slice(1), `${code} `, `0${code}`, fullWidth, code.replace(/.$/, "x")]) {
      expect(search({ code: other })).toEqual({ kind: "none" });
    }
    fc.assert(fc.property(fc.string(), (other) => other === code || search({ code: other }).kind === "none"));
  });

  it("refuses a code that is no string, even if it holds the right one", () => {
    const code = codeOf(centre);
    for (const other of [[code], code.split(""), Number(code), null, undefined]) {
      expect(() => search({ code: other })).toThrow(TypeError);
    }
  });

  it("refuses steps and windows that are out of range instead of looking for ever", () => {
    for (const pastSteps of [-1, 0.5, Number.NaN, Infinity, 8641]) {
      expect(() => search({ pastSteps })).toThrow(RangeError);
      expect(() => search({ futureSteps: pastSteps })).toThrow(RangeError);
    }
    for (const step of [-2, 0.5, Number.NaN]) {
      expect(() => search({ centre: step })).toThrow(RangeError);
      expect(() => search({ lastStep: step })).toThrow(RangeError);
    }
    expect(() => search({ lastStep: undefined })).toThrow(TypeError);
  });
});
