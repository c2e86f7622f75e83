import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressGroupOf, makeReadClientAddress } from "./client-address.ts";

const proxy = "10.0.0.5";

function ask(forwarded: string | undefined, peer: string | undefined = proxy, trusted = ["10.0.0.0/24"]): string {
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  return makeReadClientAddress(trusted)({ headers, socket: { remoteAddress: peer } });
}

describe("the address a request is counted under", () => {
  it.each([
    ["203.0.113.8", "203.0.113.8"],
    ["203.0.113.8:40000", "203.0.113.8"],
    ["::ffff:203.0.113.8", "203.0.113.8"],
    ["[::ffff:203.0.113.8]:443", "203.0.113.8"],
    ["::ffff:cb00:7108", "203.0.113.8"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::1", "2001:db8:1:2::/64"],
    ["[2001:db8:1:2::1]", "2001:db8:1:2::/64"],
    ["[2001:db8:1:2::1]:40000", "2001:db8:1:2::/64"],
    ["[2001:db8:1:2::1%eth0]:40000", "2001:db8:1:2::/64"],
    ["fe80::1%eth0", "fe80::/64"],
    [" 203.0.113.8 ", "203.0.113.8"],
  ])("a trusted proxy's %j is %s, whatever port stands behind it", (forwarded, group) => {
    expect(ask(forwarded)).toBe(group);
  });

  it.each([
    "unknown",
    "_hidden",
    "",
    ",",
    "203.0.113.8:",
    "203.0.113.8:port",
    "203.0.113.8:123456",
    "203.0.113.256",
    "203.0.113.08",
    "0xcb007108",
    "203.0.113",
    "[203.0.113.8]:1",
    "[2001:db8::1",
    "2001:db8::1]",
    "[2001:db8::1]40000",
    "evil.example",
    "203.0.113.8 40000",
    "for=203.0.113.8",
  ])("what is no address (%j) is the proxy's own", (forwarded) => {
    expect(ask(forwarded)).toBe(proxy);
  });

  it("is the nearest one that no trusted proxy has, whatever stands before it", () => {
    expect(ask("198.51.100.1, 203.0.113.8:1, 10.0.0.7:2")).toBe("203.0.113.8");
    expect(ask("198.51.100.1, unknown, 10.0.0.7")).toBe("10.0.0.7");
    expect(ask("10.0.0.9, 10.0.0.8")).toBe("10.0.0.9");
    expect(ask("203.0.113.8", "::ffff:10.0.0.5")).toBe("203.0.113.8");
  });

  it("believes nobody's header but a trusted proxy's", () => {
    expect(ask("198.51.100.1", "203.0.113.9")).toBe("203.0.113.9");
    expect(ask("198.51.100.1", proxy, [])).toBe(proxy);
    expect(ask(undefined)).toBe(proxy);
  });

  it("knows trusted ranges in IPv6, single addresses, and ranges that were not written from their first address", () => {
    expect(ask("203.0.113.8", "2001:db8:9::1", ["2001:db8:9::/48"])).toBe("203.0.113.8");
    expect(ask("203.0.113.8", "2001:db8:a::1", ["2001:db8:9::/48"])).toBe("2001:db8:a::/64");
    expect(ask("203.0.113.8", "10.0.0.5", ["10.0.0.5"])).toBe("203.0.113.8");
    expect(ask("203.0.113.8", "10.0.0.6", ["10.0.0.5"])).toBe("10.0.0.6");
    expect(ask("203.0.113.8", "10.0.0.9", ["10.0.0.5/24"])).toBe("203.0.113.8");
  });

  it("is one for all who hung up before it could be read", () => {
    expect(makeReadClientAddress([])({ headers: {}, socket: { remoteAddress: undefined } })).toBe("gone");
  });

  it("is never anybody's to choose: no header makes two addresses of one peer that is not trusted", () => {
    fc.assert(
      fc.property(fc.string(), (forwarded) => {
        expect(ask(forwarded, "203.0.113.9")).toBe("203.0.113.9");
      }),
    );
  });

  it("is an address whatever a trusted proxy passes on", () => {
    fc.assert(
      fc.property(fc.string(), (forwarded) => {
        expect(ask(forwarded)).toMatch(/^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]+::\/64|::\/64)$/);
      }),
    );
  });
});

describe("the group of an address", () => {
  it("is the same for every address of one IPv6 /64, however it is written", () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 0, max: 0xffff }), (address, port) => {
        const group = addressGroupOf(address);
        expect(addressGroupOf(`[${address}]:${port}`)).toBe(group);
      }),
    );
  });
});
