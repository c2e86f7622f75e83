import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressGroup } from "./limit-rate.ts";

describe("the group an address is counted in", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::1", "2001:db8:1:2::/64"],
    ["2001:0db8:0001:0002:ffff::", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ])("%s is %s", (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });

  it("is the same for every address of one IPv6 /64, however it is written", () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const group = addressGroup(address);
        expect(addressGroup(group.replace("::/64", ":1:2:3:4"))).toBe(group);
      }),
    );
  });
});
