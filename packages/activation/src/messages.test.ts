import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isKe1,
  isKe2,
  isKe3,
  isReceipt,
  isRegistrationRecord,
  isRegistrationRequest,
  isRegistrationResponse,
} from "./messages.ts";

// RFC 9807 §5.1 and §6.2 with Noe = Nok = Npk = Nsk = 32, Nh = Nm = 64, Nn = 32, Nseed = 32 for ristretto255-SHA512.
describe.each([
  ["isRegistrationRequest", isRegistrationRequest, 32],
  ["isRegistrationResponse", isRegistrationResponse, 32 + 32],
  ["isRegistrationRecord", isRegistrationRecord, 32 + 64 + (32 + 64)],
  ["isKe1", isKe1, 32 + 32 + 32],
  ["isKe2", isKe2, 32 + 32 + (32 + 32 + 64) + 32 + 32 + 64],
  ["isKe3", isKe3, 64],
  ["isReceipt", isReceipt, 32],
] as const)("%s", (_, isMessage, bytes) => {
  it(`takes ${bytes} bytes as base64url and no other length`, () => {
    for (const length of [0, 1, bytes - 3, bytes - 1, bytes, bytes + 1, bytes + 3, 2 * bytes]) {
      expect(isMessage(Buffer.alloc(length, 0xa5).toString("base64url"))).toBe(length === bytes);
    }
  });

  it("refuses hexadecimal, padded base64, arrays and everything else, and never throws", () => {
    const message = Buffer.alloc(bytes, 0xff);
    for (const input of [
      message.toString("hex"),
      message.toString("base64"),
      `${message.toString("base64url")}\n`,
      ` ${message.toString("base64url").slice(1)}`,
      [message.toString("base64url")],
      message,
      null,
      undefined,
    ]) {
      expect(isMessage(input)).toBe(false);
    }
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(isMessage(input)).toBe(false);
      }),
    );
  });
});
