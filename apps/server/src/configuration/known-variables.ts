/** Variables of the repository's other programs, which share an environment with this one: the demo, the sample bank, the journeys. */
const ofOtherPrograms = [
  "WARIFU_API_KEY",
  "WARIFU_APP_VERSION",
  "WARIFU_CHROME",
  "WARIFU_CLIENT_ID",
  "WARIFU_CLIENT_SECRET",
  "WARIFU_CLIENT_SECRET_FILE",
  "WARIFU_DEMO_FOLDER",
  "WARIFU_ISSUER",
  "WARIFU_PORT_BASE",
  "WARIFU_PRECACHE",
] as const;

/** An unknown variable is mostly a known one, misspelt: what it was to say would silently not hold. */
export interface UnknownVariable {
  readonly name: string;
  /** The known name that is the fewest typing errors away, where one is near. */
  readonly nearest: string | null;
}

/** The variables named WARIFU_… that no program of this repository reads. `ours`: those that this one reads. */
export function unknownVariables(
  environment: Readonly<Record<string, string | undefined>>,
  ours: readonly string[],
): UnknownVariable[] {
  const known = new Set<string>([...ours, ...ofOtherPrograms]);
  return Object.entries(environment)
    .filter(([name, value]) => isOfWarifu(name) && !known.has(name) && !isServiceLink(name, value ?? ""))
    .map(([name]) => ({ name, nearest: nearestOf(name.toUpperCase(), ours) }));
}

/** In small letters it is misspelt, too. */
function isOfWarifu(name: string): boolean {
  return /^warifu_/i.test(name);
}

/** Kubernetes tells every container of a namespace where a service called "warifu…" is (Docker's links do the same). Nobody wrote them. */
function isServiceLink(name: string, value: string): boolean {
  if (/^WARIFU_(?:[A-Z0-9_]+_)?SERVICE_(?:HOST|PORT(?:_[A-Z0-9_]+)?)$/.test(name)) return true;
  if (/^WARIFU_(?:[A-Z0-9_]+_)?PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?$/.test(name)) return true;
  return /^WARIFU_(?:[A-Z0-9_]+_)?PORT$/.test(name) && /^(?:tcp|udp|sctp):\/\//.test(value);
}

const farthest = 5;

function nearestOf(name: string, known: readonly string[]): string | null {
  const ranked = known
    .map((one) => ({ one, distance: typingErrors(name, one) }))
    .toSorted((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= farthest ? best.one : null;
}

/** How many letters must be put in, left out, exchanged or swapped with their neighbour (optimal string alignment distance). */
export function typingErrors(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) best = Math.min(best, at(i - 2, j - 2) + 1);
      row.push(best);
    }
  }
  return at(a.length, b.length);
}
