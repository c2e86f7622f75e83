import { hash } from "node:crypto";
import type { Algorithm, Hmac, KeyedHmac } from "./hotp.ts";

const hashes = {
  "SHA-1": { name: "sha1", blockBytes: 64, macBytes: 20 },
  "SHA-256": { name: "sha256", blockBytes: 64, macBytes: 32 },
  "SHA-512": { name: "sha512", blockBytes: 128, macBytes: 64 },
} as const;

/** RFC 2104 §2: what the key's block is XORed with. */
const innerPad = 0x36;
const outerPad = 0x5c;

/**
 * HMAC for the server: H(K ⊕ opad ‖ H(K ⊕ ipad ‖ message)) from two of OpenSSL's one-shot hashes (RFC 2104 §2). `createHmac`
 * makes an object for each message, which takes three times as long as the hashing.
 */
export const nodeHmac: Hmac = (algorithm, key) => {
  const { name, blockBytes } = hashes[algorithm];
  const block = key.length > blockBytes ? hash(name, key, "buffer") : new Uint8Array(key);
  const desk = desks[algorithm];
  const keyed: KeyedHmac = (message) => {
    desk.makeRoomFor(message.length);
    if (desk.keyed !== keyed) desk.lay(block, keyed);
    const { inner, outer } = desk;
    inner.set(message, blockBytes);
    const length = blockBytes + message.length;
    const text = inner.length === length ? inner : inner.subarray(0, length);
    // As a string of bytes: a Buffer from there takes longer than the hash.
    outer.write(hash(name, text, "latin1"), blockBytes, "latin1");
    return Buffer.from(hash(name, outer, "latin1"), "latin1");
  };
  return keyed;
};

/** Where the two texts that are hashed are put together. There is one for each algorithm: memory for every key took longer than its hashes. */
class Desk {
  /** The key's block and the message; longer than the newest message where an earlier one was. */
  inner: Buffer;
  /** The key's block and the inner hash. */
  readonly outer: Buffer;
  /** Whose key lies in both. */
  keyed: KeyedHmac | null = null;
  readonly #blockBytes: number;

  constructor(algorithm: Algorithm) {
    const { blockBytes, macBytes } = hashes[algorithm];
    const movingFactorBytes = 8;
    this.#blockBytes = blockBytes;
    this.inner = Buffer.alloc(blockBytes + movingFactorBytes);
    this.outer = Buffer.alloc(blockBytes + macBytes);
  }

  makeRoomFor(messageBytes: number): void {
    if (this.inner.length >= this.#blockBytes + messageBytes) return;
    this.inner = Buffer.alloc(this.#blockBytes + 2 * messageBytes);
    this.keyed = null;
  }

  lay(block: Uint8Array, keyed: KeyedHmac): void {
    for (let index = 0; index < this.#blockBytes; index++) {
      const byte = block[index] ?? 0;
      this.inner[index] = byte ^ innerPad;
      this.outer[index] = byte ^ outerPad;
    }
    this.keyed = keyed;
  }
}

const desks = { "SHA-1": new Desk("SHA-1"), "SHA-256": new Desk("SHA-256"), "SHA-512": new Desk("SHA-512") };
