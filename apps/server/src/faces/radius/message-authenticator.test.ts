import * as fc from "fast-check";
import radius from "radius";
import { describe, expect, it } from "vitest";
import { isAuthentic } from "./message-authenticator.ts";
import { readPacket } from "./packet.ts";
import { exampleSecret, statusRequest, telnetRequest } from "./testing/vectors.ts";
import { writeRequest } from "./testing/write-request.ts";

function authentic(bytes: Buffer, sharedSecret = exampleSecret): boolean {
  const packet = readPacket(bytes);
  if (packet === null) throw new Error("not a packet");
  return isAuthentic(packet, sharedSecret);
}

describe("Message-Authenticator", () => {
  it("is right in the example of RFC 5997 §6.1", () => {
    expect(authentic(statusRequest)).toBe(true);
    expect(authentic(statusRequest, "xyzzy5462")).toBe(false);
  });

  it("is required: the example of RFC 2865 §7.1 has none", () => {
    expect(authentic(telnetRequest)).toBe(false);
  });

  it("is looked for wherever it stands", () => {
    const packet = writeRequest({ sharedSecret: exampleSecret, attributes: [[1, "taro"]] });
    expect(authentic(packet)).toBe(true);
    const request = { code: "Access-Request", secret: exampleSecret, identifier: 3, attributes: [] } as const;
    expect(authentic(radius.encode({ ...request, add_message_authenticator: true }))).toBe(true);
  });

  it("must not stand twice, nor be shorter or longer", () => {
    const twice: [number, Buffer] = [80, Buffer.alloc(16)];
    expect(authentic(writeRequest({ sharedSecret: exampleSecret, attributes: [twice] }))).toBe(false);
    for (const length of [0, 1, 15, 17, 32]) {
      const attributes = [[80, Buffer.alloc(length)]] as const;
      const packet = writeRequest({ sharedSecret: exampleSecret, authentic: false, attributes });
      expect(authentic(packet), String(length)).toBe(false);
    }
  });

  it("does not survive the change of any single bit of the packet, padding aside", () => {
    const packet = writeRequest({
      sharedSecret: exampleSecret,
      attributes: [
        [1, "taro"],
        [33, "proxy"],
      ],
    });
    fc.assert(
      fc.property(fc.nat(packet.length * 8 - 1), (bit) => {
        const changed = Buffer.from(packet);
        const at = bit >> 3;
        changed.writeUInt8(changed.readUInt8(at) ^ (1 << (bit & 7)), at);
        const read = readPacket(changed);
        expect(read !== null && isAuthentic(read, exampleSecret)).toBe(false);
      }),
    );
  });
});
