import { BlockList, isIP } from "node:net";

/** Why this is not one proxy, or a network of proxies, whose word is believed; null when it is. */
export function proxyProblem(text: string): string | null {
  const [address = "", bits, more] = text.split("/");
  const kind = isIP(address);
  const longest = kind === 4 ? 32 : 128;
  const isRange = more === undefined && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest));
  if (kind === 0 || !isRange) return "must be addresses or ranges with commas between, e.g. 10.0.0.0/8";
  const length = bits === undefined ? longest : Number(bits);
  if (address.includes("%")) return "must name addresses without a zone";
  if (length >= narrowEnough(address, kind)) return null;
  return (
    `trusts everybody with ${text}: whoever connects could then call himself any address, and no limit would hold. ` +
    "Name the proxies' own addresses, e.g. 10.0.0.5 or 10.0.0.0/24"
  );
}

const privateNetworks = new BlockList();
for (const [network, bits] of [
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["127.0.0.0", 8],
] as const)
  privateNetworks.addSubnet(network, bits, "ipv4");
for (const [network, bits] of [
  ["fc00::", 7],
  ["fe80::", 10],
] as const)
  privateNetworks.addSubnet(network, bits, "ipv6");

/**
 * The shortest prefix that is not "everybody". Private networks may be named whole. Of public ones the widest that carriers and
 * content networks announce are some /10 (IPv4) and /19 (IPv6); several half internets beside each other are one whole.
 */
function narrowEnough(address: string, kind: number): number {
  if (kind === 4) return privateNetworks.check(address, "ipv4") ? privateLengthOf(address) : 10;
  if (privateNetworks.check(address, "ipv6")) return 7;
  // ::ffff:0:0/96 is all of IPv4 in other letters.
  return /^::ffff:/i.test(address) ? 96 + 10 : 19;
}

function privateLengthOf(address: string): number {
  if (/^(10|127)\./.test(address)) return 8;
  if (address.startsWith("100.")) return 10;
  return address.startsWith("172.") ? 12 : 16;
}
