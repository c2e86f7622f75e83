import { randomBytes } from "node:crypto";
import { base32Encode } from "@warifu/otp";
import { z } from "zod";
import { readAddressRange } from "../address-range.ts";

/** 120 bits in 24 letters and digits: nobody finds it from packets (RFC 2865 §3 asks for 16 octets), and every device takes it. */
const secretBytes = 15;

/** Whoever needs more has forgotten which machines ask. */
const shortestPrefixBits = { 4: 8, 6: 32 } as const;

export const addressOption = z.string({ error: "is missing" }).transform((text, context) => {
  const range = readAddressRange(text.trim());
  if (range === null) {
    context.addIssue("must be an address or a network, such as 192.0.2.10, 192.0.2.0/24 or 2001:db8::/64");
    return z.NEVER;
  }
  if (range.prefixBits < shortestPrefixBits[range.version]) {
    context.addIssue("must not be wider than /8 (IPv4) or /32 (IPv6)");
    return z.NEVER;
  }
  return range.text;
});

export function makeSharedSecret(): string {
  return base32Encode(randomBytes(secretBytes));
}
