/** The codes of RFC 2865 §4 that this face reads and writes. */
export const packetCodes = { accessRequest: 1, accessAccept: 2, accessReject: 3 } as const;

/** The attributes of RFC 2865 §5, RFC 2869 §5 and RFC 3579 §3 that this face reads and writes; every other one is ignored. */
export const attributeTypes = {
  userName: 1,
  userPassword: 2,
  chapPassword: 3,
  nasIpAddress: 4,
  nasIdentifier: 32,
  proxyState: 33,
  arapPassword: 70,
  eapMessage: 79,
  messageAuthenticator: 80,
} as const;

export const headerBytes = 20;
const longestPacket = 4096;

export interface Attribute {
  readonly type: number;
  readonly value: Buffer;
  /** Where the value begins in the packet. */
  readonly offset: number;
}

export interface Packet {
  readonly code: number;
  readonly identifier: number;
  /** 16 octets. */
  readonly authenticator: Buffer;
  /** In the packet's order. */
  readonly attributes: readonly Attribute[];
  /** The packet itself, without what followed it in the datagram. */
  readonly bytes: Buffer;
}

/**
 * Reads a packet (RFC 2865 §3, §5): the length field must lie within 20 … 4096 and within the datagram, and attributes must fill it
 * exactly. What follows the stated length is padding and is looked at by nobody. Knows no secret: nothing is authentic yet.
 */
export function readPacket(datagram: Buffer): Packet | null {
  if (datagram.length < headerBytes) return null;
  const length = datagram.readUInt16BE(2);
  if (length < headerBytes || length > longestPacket || length > datagram.length) return null;
  const bytes = datagram.subarray(0, length);
  const attributes = readAttributes(bytes);
  if (attributes === null) return null;
  return {
    code: bytes.readUInt8(0),
    identifier: bytes.readUInt8(1),
    authenticator: bytes.subarray(4, headerBytes),
    attributes,
    bytes,
  };
}

/** Every attribute of a type, in the packet's order. */
export function attributesOf({ attributes }: Packet, type: number): Attribute[] {
  return attributes.filter((attribute) => attribute.type === type);
}

function readAttributes(bytes: Buffer): Attribute[] | null {
  const attributes: Attribute[] = [];
  let at = headerBytes;
  while (at < bytes.length) {
    if (at + 2 > bytes.length) return null;
    const length = bytes.readUInt8(at + 1);
    if (length < 2 || at + length > bytes.length) return null;
    attributes.push({ type: bytes.readUInt8(at), value: bytes.subarray(at + 2, at + length), offset: at + 2 });
    at += length;
  }
  return attributes;
}
