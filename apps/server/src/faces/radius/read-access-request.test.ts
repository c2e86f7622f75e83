import { describe, expect, it } from "vitest";
import { readPacket } from "./packet.ts";
import { readAccessRequest } from "./read-access-request.ts";
import type { AccessRequest } from "./read-access-request.ts";
import { exampleSecret, telnetRequest } from "./testing/vectors.ts";
import { hidePassword, writePapRequest, writeRequest } from "./testing/write-request.ts";
import type { WrittenAttribute } from "./testing/write-request.ts";

const sharedSecret = exampleSecret;

function read(bytes: Buffer): AccessRequest | null {
  const packet = readPacket(bytes);
  if (packet === null) throw new Error("not a packet");
  return readAccessRequest(packet, sharedSecret);
}

const asked = (userName: string, password: Buffer | string = "12345678") =>
  read(writePapRequest({ sharedSecret, userName, password }));

const at = (...more: WrittenAttribute[]) =>
  read(writePapRequest({ sharedSecret, userName: "taro", password: "1", more }))?.reference;

describe("an access request", () => {
  it("is user name, password and where it was asked, in the example of RFC 2865 §7.1", () => {
    expect(read(telnetRequest)).toEqual({ customerId: "nemo", otp: "arctangent", reference: "192.168.1.16" });
  });

  it.each([
    "",
    ".",
    "..",
    "ta ro",
    "taro@realm",
    "DOMAIN\\taro",
    "taro\0",
    "taro\n",
    "ｔａｒｏ",
    "太郎",
    "a".repeat(65),
    "a".repeat(253),
  ])("names nobody as %j", (userName) => {
    expect(asked(userName)?.customerId).toBeNull();
  });

  it("hands the password on as it came, but for the padding", () => {
    for (const password of ["12345678", "", "1234 5678", "１２３４５６７８", "+2345678", "1".repeat(128)]) {
      const octets = Buffer.from(password, "utf8");
      expect(asked("taro", password)?.otp).toBe(octets.toString("latin1"));
    }
    expect(asked("taro", "1234\x005678")?.otp).toBe("1234\x005678");
  });

  it("has an empty password where there is none: CHAP, EAP, or nothing", () => {
    for (const other of [
      [3, Buffer.alloc(17)],
      [79, Buffer.alloc(5)],
    ] as const) {
      const packet = writeRequest({ sharedSecret, attributes: [[1, "taro"], other] });
      expect(read(packet)).toMatchObject({ customerId: "taro", otp: "" });
    }
    expect(read(writeRequest({ sharedSecret, attributes: [] }))).toEqual({
      customerId: null,
      otp: "",
      reference: null,
    });
  });

  it("has an empty password where it is not in whole blocks", () => {
    expect(
      read(
        writeRequest({
          sharedSecret,
          attributes: [
            [1, "taro"],
            [2, "12345678"],
          ],
        }),
      )?.otp,
    ).toBe("");
  });

  it("refers to NAS-Identifier, else NAS-IP-Address, else nothing; never to what may not be recorded", () => {
    const address = [4, Buffer.from([192, 0, 2, 1])] as const;
    expect(at([32, "vpn-1 tokyo"], address)).toBe("vpn-1 tokyo");
    expect(at(address)).toBe("192.0.2.1");
    expect(at()).toBeNull();
    for (const unfit of ["", "a".repeat(65), "vpn\n1", "支店", "vpn\0"]) {
      expect(at([32, unfit], address)).toBe("192.0.2.1");
      expect(at([32, unfit])).toBeNull();
    }
    for (const length of [0, 3, 5, 16]) expect(at([4, Buffer.alloc(length)])).toBeNull();
  });

  it("is refused when what may stand once stands twice (RFC 2865 §5.44)", () => {
    const authenticator = Buffer.alloc(16, 1);
    const hidden = hidePassword("12345678", authenticator, sharedSecret);
    for (const twice of [
      [1, "taro"],
      [2, hidden],
      [4, Buffer.alloc(4)],
      [32, "vpn"],
    ] as const) {
      const attributes = [[1, "taro"], [2, hidden], [4, Buffer.alloc(4)], [32, "vpn"], twice] as const;
      expect(read(writeRequest({ sharedSecret, authenticator, attributes }))).toBeNull();
    }
  });
});
