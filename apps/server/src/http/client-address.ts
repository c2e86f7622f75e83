import { BlockList } from "node:net";
import type { IncomingMessage } from "node:http";
import { prefixOf, readAddress, spellAddress } from "../address-range.ts";
import type { Address } from "../address-range.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What limits count by: the customer's IPv4 address, or the IPv6 /64, which is one customer's home. */
    readonly addressGroup: string;
  }
}

type Asking = Pick<IncomingMessage, "headers"> & {
  readonly socket: { readonly remoteAddress?: string | undefined };
};

/** All who hung up before they were looked at: nobody hears the answer, so one count for all harms nobody. */
const gone = "gone";

/**
 * Reads the group of addresses that a request is counted under: the peer's own, or, when the peer is a trusted proxy, the nearest
 * entry of X-Forwarded-For that is no trusted proxy's. An entry may carry a port or brackets, as some proxies write them. One that is
 * no address (`unknown`) ends the search: the request then counts for the proxy that passed it on.
 */
export function makeReadClientAddress(trustedProxies: readonly string[]): (request: Asking) => string {
  const trusted = blockListOf(trustedProxies);
  const isTrusted = ({ version, bits }: Address): boolean =>
    trusted.check(spellAddress({ version, bits }), version === 4 ? "ipv4" : "ipv6");

  return ({ headers, socket }) => {
    const peer = socket.remoteAddress === undefined ? null : readAddress(socket.remoteAddress);
    if (peer === null) return gone;
    const forwarded = trustedProxies.length > 0 && isTrusted(peer) ? headers["x-forwarded-for"] : undefined;
    if (forwarded === undefined) return groupOf(peer);
    let nearest = peer;
    // Node joins repeated headers with commas, in their order.
    for (const entry of String(forwarded).split(",").toReversed()) {
      const address = readForwarded(entry.trim());
      if (address === null) break;
      nearest = address;
      if (!isTrusted(address)) break;
    }
    return groupOf(nearest);
  };
}

/** The group of an address as X-Forwarded-For may carry it; null when it is none. */
export function addressGroupOf(text: string): string | null {
  const address = readForwarded(text);
  return address === null ? null : groupOf(address);
}

/** `203.0.113.8`, `203.0.113.8:40000`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:40000`, each also with a zone. */
function readForwarded(text: string): Address | null {
  const bracketed = /^\[([0-9a-f:.]+(?:%[\w.-]+)?)\](?::\d{1,5})?$/i.exec(text)?.[1];
  if (bracketed !== undefined) return bracketed.includes(":") ? readAddress(bracketed) : null;
  const withPort = /^([\d.]+):\d{1,5}$/.exec(text)?.[1];
  return readAddress(withPort ?? text);
}

function groupOf(address: Address): string {
  if (address.version === 4) return spellAddress(address);
  return `${spellAddress({ version: 6, bits: prefixOf(address, 64) << 64n })}/64`;
}

function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", bits] = range.split("/");
    const kind = network.includes(":") ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(network, kind);
    else list.addSubnet(network, Number(bits), kind);
  }
  return list;
}
