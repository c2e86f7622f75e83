import { createHash, createHmac, randomBytes } from "node:crypto";

/** Attribute type and value. */
export type WrittenAttribute = readonly [type: number, value: Buffer | string];

export interface RequestToWrite {
  readonly sharedSecret: string;
  readonly attributes: readonly WrittenAttribute[];
  readonly code?: number;
  readonly identifier?: number;
  readonly authenticator?: Buffer;
  /** Whether a right Message-Authenticator ends the packet. */
  readonly authentic?: boolean;
}

/** Writes a request as a client would, also wrong ones: nothing is checked. */
export function writeRequest(request: RequestToWrite): Buffer {
  const { sharedSecret, code = 1, identifier = 1, authenticator = randomBytes(16), authentic = true } = request;
  const attributes = [...request.attributes, ...(authentic ? ([[80, Buffer.alloc(16)]] as const) : [])];
  const body = attributes.map(([type, value]) => {
    const octets = typeof value === "string" ? Buffer.from(value, "utf8") : value;
    return Buffer.concat([Buffer.from([type, 2 + octets.length]), octets]);
  });
  const packet = Buffer.concat([Buffer.from([code, identifier, 0, 0]), authenticator, ...body]);
  packet.writeUInt16BE(packet.length, 2);
  if (authentic)
    createHmac("md5", sharedSecret)
      .update(packet)
      .digest()
      .copy(packet, packet.length - 16);
  return packet;
}

export interface PapRequest extends Partial<Omit<RequestToWrite, "attributes">> {
  readonly sharedSecret: string;
  readonly userName: string;
  readonly password: Buffer | string;
  readonly more?: readonly WrittenAttribute[];
}

/** User name and hidden password, then whatever more. */
export function writePapRequest({ userName, password, more = [], ...rest }: PapRequest): Buffer {
  const authenticator = rest.authenticator ?? randomBytes(16);
  const hidden = hidePassword(password, authenticator, rest.sharedSecret);
  return writeRequest({ ...rest, authenticator, attributes: [[1, userName], [2, hidden], ...more] });
}

/** RFC 2865 §5.2. */
export function hidePassword(password: Buffer | string, authenticator: Buffer, sharedSecret: string): Buffer {
  const octets = Buffer.from(password);
  const padded = Buffer.alloc(Math.max(16, Math.ceil(octets.length / 16) * 16));
  octets.copy(padded);
  const hidden: Buffer[] = [];
  for (let start = 0; start < padded.length; start += 16) {
    const cover = createHash("md5")
      .update(sharedSecret)
      .update(hidden.at(-1) ?? authenticator)
      .digest();
    hidden.push(cover.map((octet, index) => octet ^ (padded[start + index] ?? 0)) as Buffer);
  }
  return Buffer.concat(hidden);
}
