import * as fc from "fast-check";
import radius from "radius";
import { describe, expect, it } from "vitest";
import { attributesOf, attributeTypes, readPacket } from "./packet.ts";
import { uncoverPassword } from "./user-password.ts";
import { exampleSecret, telnetRequest } from "./testing/vectors.ts";
import { hidePassword } from "./testing/write-request.ts";

function passwordOf(bytes: Buffer, sharedSecret: string): string | undefined {
  const packet = readPacket(bytes);
  if (packet === null) throw new Error("not a packet");
  const [hidden] = attributesOf(packet, attributeTypes.userPassword);
  return hidden && uncoverPassword(hidden.value, packet.authenticator, sharedSecret)?.toString("utf8");
}

describe("User-Password", () => {
  it("is uncovered in the example of RFC 2865 §7.1", () => {
    expect(passwordOf(telnetRequest, exampleSecret)).toBe("arctangent");
    expect(passwordOf(telnetRequest, "xyzzy5462")).not.toBe("arctangent");
  });

  it("is uncovered as the package radius hid it, of any length", () => {
    for (const length of [1, 8, 15, 16, 17, 31, 32, 33, 127, 128]) {
      const password = "p".repeat(length);
      const packet = radius.encode({
        code: "Access-Request",
        secret: exampleSecret,
        identifier: 1,
        attributes: [["User-Password", password]],
      });
      expect(passwordOf(packet, exampleSecret)).toBe(password);
    }
  });

  it("must be 16 to 128 octets in whole blocks", () => {
    const authenticator = Buffer.alloc(16, 3);
    for (const length of [0, 1, 8, 15, 17, 127, 129, 144, 253]) {
      expect(uncoverPassword(Buffer.alloc(length), authenticator, exampleSecret), String(length)).toBeNull();
    }
  });

  it("comes out as it went in, whatever it is, but for zeros at its end", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 128 }), fc.string(), (octets, secret) => {
        const authenticator = Buffer.alloc(16, 9);
        const uncovered = uncoverPassword(
          hidePassword(Buffer.from(octets), authenticator, secret),
          authenticator,
          secret,
        );
        const end = octets.findLastIndex((octet) => octet !== 0) + 1;
        expect(uncovered).toEqual(Buffer.from(octets.subarray(0, end)));
      }),
    );
  });
});
