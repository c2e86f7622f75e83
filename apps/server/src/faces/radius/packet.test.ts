import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPacket } from "./packet.ts";
import { telnetAccept, telnetRequest } from "./testing/vectors.ts";
import { writeRequest } from "./testing/write-request.ts";

const sharedSecret = "any secret";

describe("reading a packet", () => {
  it("reads the example of RFC 2865 §7.1", () => {
    expect(readPacket(telnetRequest)).toMatchObject({
      code: 1,
      identifier: 0,
      authenticator: telnetRequest.subarray(4, 20),
      attributes: [
        { type: 1, value: Buffer.from("nemo"), offset: 22 },
        { type: 2, value: telnetRequest.subarray(28, 44), offset: 28 },
        { type: 4, value: Buffer.from([192, 168, 1, 16]), offset: 46 },
        { type: 5, value: Buffer.from([0, 0, 0, 3]), offset: 52 },
      ],
    });
    expect(readPacket(telnetAccept)).toMatchObject({ code: 2, identifier: 0 });
  });

  it("takes no octet from behind the stated length (RFC 2865 §3: padding)", () => {
    const rubbish = Buffer.concat([telnetRequest, Buffer.from([80, 18, ...Buffer.alloc(16, 7)])]);
    expect(readPacket(rubbish)).toEqual(readPacket(telnetRequest));
    expect(readPacket(rubbish)?.bytes).toEqual(telnetRequest);
  });

  it("refuses a length field below 20, above 4096, or beyond the datagram", () => {
    for (const length of [0, 1, 19, telnetRequest.length + 1, 65_535]) {
      const packet = Buffer.from(telnetRequest);
      packet.writeUInt16BE(length, 2);
      expect(readPacket(packet), String(length)).toBeNull();
    }
    const attributes = Array.from({ length: 17 }, () => [33, Buffer.alloc(240)] as const);
    const tooLong = writeRequest({ sharedSecret, attributes });
    expect(tooLong.length).toBeGreaterThan(4096);
    expect(readPacket(tooLong)).toBeNull();
    expect(readPacket(writeRequest({ sharedSecret, attributes: attributes.slice(1) }))).not.toBeNull();
  });

  it("refuses a datagram shorter than a header", () => {
    for (let length = 0; length < 20; length++) expect(readPacket(telnetRequest.subarray(0, length))).toBeNull();
  });

  it.each([
    ["of length 0", [1, 0, 65, 65]],
    ["of length 1", [1, 1, 65, 65]],
    ["reaching beyond the packet", [1, 5, 65, 65]],
    ["without a length", [1]],
    ["without a length, after a good one", [1, 3, 65, 1]],
  ])("refuses an attribute %s", (_, octets) => {
    const packet = Buffer.concat([telnetRequest.subarray(0, 20), Buffer.from(octets)]);
    packet.writeUInt16BE(packet.length, 2);
    expect(readPacket(packet)).toBeNull();
  });

  it("takes a packet without attributes, and an attribute without a value", () => {
    const bare = Buffer.from(telnetRequest.subarray(0, 20));
    bare.writeUInt16BE(20, 2);
    expect(readPacket(bare)?.attributes).toEqual([]);
    expect(readPacket(writeRequest({ sharedSecret, authentic: false, attributes: [[1, ""]] }))?.attributes).toEqual([
      { type: 1, value: Buffer.alloc(0), offset: 22 },
    ]);
  });

  it("never throws, whatever comes, and what it reads is the packet itself", () => {
    const anyLength = fc.uint8Array({ maxLength: 300 });
    const plausible = fc.tuple(fc.uint8Array({ minLength: 16, maxLength: 60 })).map(([octets]) => {
      const packet = Buffer.concat([Buffer.from([1, 1, 0, octets.length + 4]), octets]);
      return new Uint8Array(packet);
    });
    fc.assert(
      fc.property(fc.oneof(anyLength, plausible), (octets) => {
        const packet = readPacket(Buffer.from(octets));
        if (packet === null) return;
        const parts = packet.attributes.map(({ type, value }) => Buffer.from([type, value.length + 2, ...value]));
        const header = Buffer.from(octets).subarray(0, 20);
        expect(Buffer.concat([header, ...parts])).toEqual(packet.bytes);
      }),
      { numRuns: 2_000 },
    );
  });
});
