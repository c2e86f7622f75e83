/** Why a mail did not go out, as stored (OutgoingMail.lastError) and as G-120 tells the customer in its own words. */
const mailFailures = {
  refused: "The mail server says that nobody gets mail at this address.",
  busy: "The mail server did not take it now; it is tried again.",
  notTaken: "The mail server takes no mail from us; the operator is told, and it is tried again.",
  unreachable: "No mail server could be reached; it is tried again.",
  unreadable: "Its stored address cannot be read (told by the store).",
  superseded: "The token it speaks of has ended in the meantime.",
  gaveUp: "It could not be delivered for a day.",
} as const;

export type MailFailure = keyof typeof mailFailures;

const secondMs = 1000;
const waitsMs = [5, 15, 30, 60, 2 * 60, 5 * 60, 10 * 60, 20 * 60, 40 * 60, 60 * 60].map(
  (seconds) => seconds * secondMs,
);
const giveUpAfterMs = 24 * 60 * 60 * secondMs;

/** When to try again after `attempts` attempts (1 after the first), or null: a day is over, give up. Soon first, then hourly. */
export function nextAttemptAtMs(queuedAtMs: number, attempts: number, nowMs: number): number | null {
  const wait = waitsMs[Math.min(Math.max(attempts, 1), waitsMs.length) - 1] ?? 0;
  const next = nowMs + wait;
  return next - queuedAtMs > giveUpAfterMs ? null : next;
}
