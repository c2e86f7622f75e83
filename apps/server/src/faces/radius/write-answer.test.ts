import { randomBytes } from "node:crypto";
import radius from "radius";
import { describe, expect, it } from "vitest";
import { readPacket } from "./packet.ts";
import type { Packet } from "./packet.ts";
import { exampleSecret, statusAccept, statusRequest, telnetAccept, telnetRequest } from "./testing/vectors.ts";
import { writePapRequest } from "./testing/write-request.ts";
import { responseAuthenticator, writeAnswer } from "./write-answer.ts";

function packetOf(bytes: Buffer): Packet {
  const packet = readPacket(bytes);
  if (packet === null) throw new Error("not a packet");
  return packet;
}

const proxyStates = [
  [33, "first"],
  [33, Buffer.alloc(253, 1)],
  [33, ""],
] as const;
const request = writePapRequest({
  sharedSecret: exampleSecret,
  identifier: 77,
  userName: "taro",
  password: "12345678",
  more: [[32, "vpn-1"], ...proxyStates.slice(0, 2), [24, "state"], ...proxyStates.slice(2)],
});

describe("an answer", () => {
  it.each([
    ["RFC 2865 §7.1", telnetRequest, telnetAccept],
    ["RFC 5997 §6.1", statusRequest, statusAccept],
  ])("has the response authenticator of %s", (_, asked, answered) => {
    const unsigned = Buffer.from(answered);
    asked.copy(unsigned, 4, 4, 20);
    expect(responseAuthenticator(unsigned, exampleSecret)).toEqual(answered.subarray(4, 20));
  });

  it("begins with Message-Authenticator, then has every Proxy-State in its order, and nothing else", () => {
    for (const accepted of [true, false]) {
      const { code, identifier, attributes } = packetOf(writeAnswer(accepted, packetOf(request), exampleSecret));
      expect([code, identifier]).toEqual([accepted ? 2 : 3, 77]);
      expect(attributes[0]).toMatchObject({ type: 80, offset: 22 });
      expect(attributes.slice(1).map(({ type, value }) => [type, value])).toEqual(
        proxyStates.map(([type, value]) => [type, Buffer.from(value)]),
      );
    }
  });

  it("is as long when it accepts as when it refuses, and never longer than the request", () => {
    const smallest = writePapRequest({ sharedSecret: exampleSecret, userName: "", password: "" });
    for (const asked of [request, smallest]) {
      const [yes, no] = [true, false].map((accepted) => writeAnswer(accepted, packetOf(asked), exampleSecret).length);
      expect(yes).toBe(no);
      expect(yes).toBeLessThanOrEqual(asked.length);
    }
  });

  it("is believed by the package radius, and only for its own request and secret", () => {
    for (const accepted of [true, false]) {
      const response = writeAnswer(accepted, packetOf(request), exampleSecret);
      expect(radius.verify_response({ request, response, secret: exampleSecret })).toBe(true);
      const other = writePapRequest({ sharedSecret: exampleSecret, userName: "taro", password: "12345678" });
      expect(radius.verify_response({ request: other, response, secret: exampleSecret })).toBe(false);
      const flipped = Buffer.from(response);
      flipped.writeUInt8(accepted ? 3 : 2, 0);
      expect(radius.verify_response({ request, response: flipped, secret: exampleSecret })).toBe(false);
      const forged = writeAnswer(accepted, packetOf(request), randomBytes(8).toString("hex"));
      expect(radius.verify_response({ request, response: forged, secret: exampleSecret })).toBe(false);
    }
  });
});
