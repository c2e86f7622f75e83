import { createHash } from "node:crypto";

const blockBytes = 16;
const longestHidden = 128;

/**
 * Uncovers a User-Password (RFC 2865 §5.2): each block of 16 octets was hidden under MD5 of the shared secret and the block before.
 * Padding is taken off. null when it is not 16 … 128 octets in whole blocks.
 */
export function uncoverPassword(hidden: Buffer, authenticator: Buffer, sharedSecret: string): Buffer | null {
  if (hidden.length === 0 || hidden.length > longestHidden || hidden.length % blockBytes !== 0) return null;
  const password = Buffer.alloc(hidden.length);
  let before = authenticator;
  for (let start = 0; start < hidden.length; start += blockBytes) {
    const block = hidden.subarray(start, start + blockBytes);
    const cover = createHash("md5").update(sharedSecret).update(before).digest();
    for (const [index, octet] of cover.entries()) password[start + index] = octet ^ block.readUInt8(index);
    before = block;
  }
  return withoutPadding(password);
}

function withoutPadding(password: Buffer): Buffer {
  let length = password.length;
  while (length > 0 && password[length - 1] === 0) length--;
  return password.subarray(0, length);
}
