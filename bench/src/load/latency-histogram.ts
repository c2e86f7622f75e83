/**
 * Counts durations in buckets of at most 1/64 of their size (1.6 %), from one microsecond to half an hour: percentiles of
 * millions of requests in a few kilobytes, and histograms of several rounds add up.
 */
const subBuckets = 64;
const subBits = 6;
const buckets = (31 - subBits + 1) * subBuckets;

export interface LatencyHistogram {
  readonly counts: Uint32Array;
}

export function newHistogram(): LatencyHistogram {
  return { counts: new Uint32Array(buckets) };
}

/** @param durationMs what is below zero or beyond half an hour counts as the nearest that can be told */
export function record(histogram: LatencyHistogram, durationMs: number): void {
  const index = bucketOf(Math.min(Math.max(Math.round(durationMs * 1000), 0), 2 ** 31 - 1));
  histogram.counts[index] = (histogram.counts[index] ?? 0) + 1;
}

export function merge(histograms: readonly LatencyHistogram[]): LatencyHistogram {
  const merged = newHistogram();
  for (const { counts } of histograms)
    counts.forEach((count, index) => (merged.counts[index] = (merged.counts[index] ?? 0) + count));
  return merged;
}

/** Milliseconds that `share` (0–1) of the durations do not exceed; NaN when there are none. Never told too small. */
export function percentile({ counts }: LatencyHistogram, share: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return Number.NaN;
  const rank = Math.max(1, Math.ceil(total * share));
  let seen = 0;
  for (const [index, count] of counts.entries()) {
    seen += count;
    if (seen >= rank) return highestOf(index) / 1000;
  }
  return Number.NaN;
}

/** Below 64 µs each microsecond has its bucket; above, each power of two has 64. */
function bucketOf(micros: number): number {
  if (micros < subBuckets) return micros;
  const shift = 31 - Math.clz32(micros) - subBits;
  return (shift + 1) * subBuckets + (micros >>> shift) - subBuckets;
}

function highestOf(index: number): number {
  if (index < subBuckets) return index;
  const shift = Math.floor(index / subBuckets) - 1;
  return ((index % subBuckets) + subBuckets + 1) * 2 ** shift - 1;
}
