import { isIPv4, isIPv6 } from "node:net";

const widthOf = { 4: 32, 6: 128 } as const;
const mappedPrefix = 0xffffn;

/** An address as a number. IPv4 in IPv6's clothes (::ffff:192.0.2.1, RFC 4291 §2.5.5.2) is IPv4. */
export interface Address {
  readonly version: 4 | 6;
  readonly bits: bigint;
}

/** A network, or one address (the longest prefix). */
export interface AddressRange {
  readonly version: 4 | 6;
  readonly prefixBits: number;
  /** The first `prefixBits` bits, as a number: two ranges of one length overlap only when these are equal. */
  readonly prefix: bigint;
  /** One spelling for each range: `192.0.2.0/24`, `2001:db8::/48`, `192.0.2.1`. */
  readonly text: string;
}

/** null when it is none. A zone (`fe80::1%eth0`) is not part of the address. */
export function readAddress(text: string): Address | null {
  const bare = text.split("%", 1)[0] ?? "";
  if (isIPv4(bare)) return { version: 4, bits: joined(bare.split("."), 8n, 10) };
  if (!isIPv6(bare)) return null;
  // The URL parser writes every IPv6 address in one way (RFC 5952), with hexadecimal groups only.
  const bits = joined(groupsOf(new URL(`http://[${bare}]`).hostname.slice(1, -1)), 16n, 16);
  return bits >> 32n === mappedPrefix ? { version: 4, bits: bits & 0xffffffffn } : { version: 6, bits };
}

/** Reads an address, or a network as address/prefix. null when it is none, or when bits behind the prefix are set. */
export function readAddressRange(text: string): AddressRange | null {
  const [first = "", length, ...more] = text.split("/");
  const address = first.includes("%") ? null : readAddress(first);
  if (address === null || more.length > 0) return null;
  const { version, bits } = address;
  const width = widthOf[version];
  const written = first.includes(":") ? 128 : 32;
  const prefixBits =
    length === undefined ? width : /^(0|[1-9]\d{0,2})$/.test(length) ? Number(length) - (written - width) : -1;
  if (prefixBits < 0 || prefixBits > width) return null;
  const prefix = prefixOf(address, prefixBits);
  if (prefix << BigInt(width - prefixBits) !== bits) return null;
  const spelled = spellAddress(address);
  return { version, prefixBits, prefix, text: prefixBits === width ? spelled : `${spelled}/${prefixBits}` };
}

/** The address's first bits, as a number. */
export function prefixOf({ version, bits }: Address, prefixBits: number): bigint {
  return bits >> BigInt(widthOf[version] - prefixBits);
}

function joined(parts: readonly string[], bitsOfEach: bigint, base: number): bigint {
  return parts.reduce((sum, part) => (sum << bitsOfEach) | BigInt(Number.parseInt(part, base)), 0n);
}

function groupsOf(ipv6: string): string[] {
  const [head = "", tail = ""] = ipv6.split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail === "" ? [] : tail.split(":");
  return [...first, ...Array<string>(8 - first.length - last.length).fill("0"), ...last];
}

/** One spelling for each address (RFC 5952). */
export function spellAddress({ version, bits }: Address): string {
  const width = widthOf[version];
  const step = version === 4 ? 8 : 16;
  const parts = Array.from({ length: width / step }, (_, index) =>
    Number((bits >> BigInt(width - step * (index + 1))) & ((1n << BigInt(step)) - 1n)),
  );
  if (version === 4) return parts.join(".");
  return new URL(`http://[${parts.map((part) => part.toString(16)).join(":")}]`).hostname.slice(1, -1);
}
