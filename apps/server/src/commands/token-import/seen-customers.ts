import { hash } from "node:crypto";

/**
 * Which line named a customer first, for files of any length: twelve bytes a place, at least a third of the places used, so at most
 * 36 bytes (and while it grows, 54) for each customer. Kept are 64 bits of a hash: two of ten million customers are taken for
 * one with a chance of three in a million, and then the file is refused.
 */
export class SeenCustomers {
  #places = 1024;
  #hashes = new Uint32Array(2 * 1024);
  /** 0: nobody. */
  #lines = new Uint32Array(1024);
  #size = 0;

  /** The line that named the customer before; null when this is the first. */
  firstLine(customerId: string, line: number): number | null {
    if (3 * this.#size >= 2 * this.#places) this.#grow();
    const bytes = hash("sha256", customerId, "buffer");
    const at = this.#find(bytes.readUInt32LE(0), bytes.readUInt32LE(4));
    const known = this.#lines[at] ?? 0;
    if (known > 0) return known;
    this.#keep(at, bytes.readUInt32LE(0), bytes.readUInt32LE(4), line);
    this.#size += 1;
    return null;
  }

  #find(low: number, high: number): number {
    let at = low & (this.#places - 1);
    while (this.#lines[at] !== 0 && !(this.#hashes[2 * at] === low && this.#hashes[2 * at + 1] === high)) {
      at = (at + 1) & (this.#places - 1);
    }
    return at;
  }

  #keep(at: number, low: number, high: number, line: number): void {
    this.#hashes[2 * at] = low;
    this.#hashes[2 * at + 1] = high;
    this.#lines[at] = line;
  }

  #grow(): void {
    const hashes = this.#hashes;
    const lines = this.#lines;
    this.#places *= 2;
    this.#hashes = new Uint32Array(2 * this.#places);
    this.#lines = new Uint32Array(this.#places);
    for (const [at, line] of lines.entries()) {
      if (line === 0) continue;
      const low = hashes[2 * at] ?? 0;
      const high = hashes[2 * at + 1] ?? 0;
      this.#keep(this.#find(low, high), low, high, line);
    }
  }
}
