/** Mail domains that customers' phones have; a near miss of one of them is most likely a slip of the finger. */
const knownDomains = [
  "docomo.ne.jp",
  "ezweb.ne.jp",
  "au.com",
  "softbank.ne.jp",
  "i.softbank.jp",
  "ymobile.ne.jp",
  "yahoo.co.jp",
  "yahoo.ne.jp",
  "gmail.com",
  "icloud.com",
  "me.com",
  "outlook.jp",
  "outlook.com",
  "hotmail.com",
  "hotmail.co.jp",
  "uqmobile.jp",
  "rakumail.jp",
] as const;

/** Short names have too many honest neighbours to be suggested. */
const shortestSuggested = 8;

/** Whether an address ends before its domain does: taro@docomo. */
export function isCutOff(mobileEmail: string): boolean {
  return /^[^@]+@[^@.]+\.?$/.test(mobileEmail);
}

/** The domain somebody probably meant, or null. It is a hint only: every address of the right grammar is accepted. */
export function suggestDomain(mobileEmail: string): { domain: string; suggestion: string } | null {
  const domain = mobileEmail
    .slice(mobileEmail.lastIndexOf("@") + 1)
    .toLowerCase()
    .replace(/\.$/, "");
  if (domain === "" || domain === mobileEmail.toLowerCase()) return null;
  if (knownDomains.some((known) => known === domain)) return null;
  // docomo, docomo.ne: a known one that was not typed to its end.
  const begun = knownDomains.find((known) => known.startsWith(`${domain}.`));
  if (begun !== undefined) return { domain, suggestion: begun };
  let best: { suggestion: string; distance: number } | null = null;
  for (const known of knownDomains) {
    if (known.length < shortestSuggested) continue;
    const distance = editDistance(domain, known);
    if (distance <= 2 && (best === null || distance < best.distance)) best = { suggestion: known, distance };
  }
  return best === null ? null : { domain, suggestion: best.suggestion };
}

/** Letters put in, left out, changed, or swapped with their neighbour (optimal string alignment). Input is cut at 64. */
function editDistance(left: string, right: string): number {
  const a = left.slice(0, 64);
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const changed = at(rows, i - 1, j - 1) + (a[i - 1] === right[j - 1] ? 0 : 1);
      let cost = Math.min(changed, at(rows, i - 1, j) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === right[j - 2] && a[i - 2] === right[j - 1]) {
        cost = Math.min(cost, at(rows, i - 2, j - 2) + 1);
      }
      row.push(cost);
    }
    rows.push(row);
  }
  return at(rows, a.length, right.length);
}

function at(rows: readonly (readonly number[])[], row: number, column: number): number {
  return rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
}
