/** A head office at nine in the morning: this many at once … */
const burst = 1_000;
/** … and this many a second all day. One client that floods must not take the others' turn. */
const perSecond = 200;

/** Limits the authentic requests of each client (a bucket that fills evenly). */
export class ClientRate {
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  /** Whether one more may be answered now. */
  takes(radiusClientId: string, nowMs: number): boolean {
    const { tokens, atMs } = this.#buckets.get(radiusClientId) ?? { tokens: burst, atMs: nowMs };
    const filled = Math.min(burst, tokens + (Math.max(0, nowMs - atMs) * perSecond) / 1000);
    const taken = filled >= 1;
    this.#buckets.set(radiusClientId, { tokens: taken ? filled - 1 : filled, atMs: nowMs });
    return taken;
  }
}
