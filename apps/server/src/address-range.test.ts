import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prefixOf, readAddress, readAddressRange } from "./address-range.ts";

function holds(range: string, address: string): boolean {
  const [read, asked] = [readAddressRange(range), readAddress(address)];
  if (read === null || asked === null) throw new Error(`${range} or ${address} was not read`);
  return read.version === asked.version && prefixOf(asked, read.prefixBits) === read.prefix;
}

describe("an address range", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["192.0.2.1/32", "192.0.2.1"],
    ["192.0.2.0/24", "192.0.2.0/24"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["2001:DB8:0:0::1", "2001:db8::1"],
    ["2001:db8::1/128", "2001:db8::1"],
    ["2001:0db8::/32", "2001:db8::/32"],
    ["::/0", "::/0"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:c000:200/120", "192.0.2.0/24"],
  ])("has one spelling: %s is %s", (text, spelled) => {
    expect(readAddressRange(text)?.text).toBe(spelled);
    expect(readAddressRange(spelled)?.text).toBe(spelled);
  });

  it.each([
    "",
    "/",
    "/24",
    "vpn.example.jp",
    "192.0.2",
    "192.0.2.256",
    "192.0.2.01",
    "192.0.2.0/33",
    "192.0.2.0/-1",
    "192.0.2.0/+8",
    "192.0.2.0/024",
    "192.0.2.0/2 4",
    "192.0.2.0/",
    "192.0.2.0/24/24",
    "192.0.2.1/24",
    "192.0.2.0/23.0",
    " 192.0.2.1",
    "192.0.2.1:1812",
    "2001:db8::/129",
    "2001:db8::1/64",
    "2001:db8:::1",
    "[2001:db8::1]",
    "fe80::1%eth0",
    "fe80::/64%eth0",
    "::ffff:192.0.2.0/24",
    "0x7f.1",
  ])("is not %j", (text) => {
    expect(readAddressRange(text)).toBeNull();
  });

  it("holds the addresses that begin with its prefix, and no other", () => {
    expect(holds("192.0.2.0/24", "192.0.2.255")).toBe(true);
    expect(holds("192.0.2.0/24", "192.0.3.0")).toBe(false);
    expect(holds("192.0.2.128/25", "192.0.2.127")).toBe(false);
    expect(holds("192.0.2.7", "192.0.2.7")).toBe(true);
    expect(holds("192.0.2.7", "192.0.2.6")).toBe(false);
    expect(holds("0.0.0.0/0", "255.255.255.255")).toBe(true);
    expect(holds("2001:db8::/33", "2001:db8:7fff::1")).toBe(true);
    expect(holds("2001:db8::/33", "2001:db8:8000::1")).toBe(false);
    expect(holds("fe80::/10", "fe80::1%eth0")).toBe(true);
  });

  it("knows IPv4 in IPv6's clothes, and takes no IPv6 range for IPv4", () => {
    expect(holds("192.0.2.0/24", "::ffff:192.0.2.9")).toBe(true);
    expect(holds("::ffff:192.0.2.0/120", "192.0.2.9")).toBe(true);
    expect(holds("::/0", "192.0.2.9")).toBe(false);
    expect(holds("::/0", "::ffff:192.0.2.9")).toBe(false);
    expect(holds("0.0.0.0/0", "2001:db8::1")).toBe(false);
  });

  it("spells every address in a way that reads as the same address", () => {
    const text = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(text, (address) => {
        const range = readAddressRange(address);
        expect(range).not.toBeNull();
        expect(readAddress(range?.text ?? "")).toEqual(readAddress(address));
      }),
    );
    fc.assert(fc.property(fc.string(), (any) => void readAddressRange(any)));
  });
});
