/** How long a client may send the same request again and gets the answer from memory (RFC 5080 §2.2.2: 5 to 30 seconds). */
const keptForMs = 30_000;

/** About 20 MB. Beyond it the oldest go first; the store still knows their answers. */
const mostKept = 20_000;

interface Entry {
  readonly digest: string;
  readonly untilMs: number;
  /** null while the request is still being decided. */
  answer: Buffer | null;
}

/** What `find` knows of a request: never seen, being decided right now, or answered. */
export type Earlier = "none" | "underWay" | Buffer;

/** The requests of the last seconds and their answers. One place (client, address, port, identifier) holds one request: the newest. */
export class AnsweredRequests {
  readonly #entries = new Map<string, Entry>();

  find(place: string, digest: string, nowMs: number): Earlier {
    const entry = this.#entries.get(place);
    if (entry === undefined || entry.digest !== digest) return "none";
    // Also when the clock went back by more than anything is kept.
    if (nowMs >= entry.untilMs || entry.untilMs - nowMs > keptForMs) return "none";
    return entry.answer ?? "underWay";
  }

  begin(place: string, digest: string, nowMs: number): void {
    // Deleted first: a map keeps a replaced entry at its old place in the order.
    this.#entries.delete(place);
    this.#entries.set(place, { digest, untilMs: nowMs + keptForMs, answer: null });
    for (const [oldest, { untilMs }] of this.#entries) {
      if (this.#entries.size <= mostKept && untilMs > nowMs) break;
      this.#entries.delete(oldest);
    }
  }

  /** null: no answer could be given, so the same request is to be asked anew when it comes again. */
  end(place: string, digest: string, answer: Buffer | null): void {
    const entry = this.#entries.get(place);
    if (entry?.digest !== digest) return;
    if (answer === null) this.#entries.delete(place);
    else entry.answer = answer;
  }
}
