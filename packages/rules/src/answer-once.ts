import type { Decision } from "./decision.ts";
import type { EarlierAnswer, OnceKey } from "./ports/storage.ts";

/** The key was used before, for another request. */
export class OnceKeyTaken extends Error {
  override name = "OnceKeyTaken";
}

/**
 * Gives the answer kept under a once key again, changing nothing; without one, decides.
 * @throws OnceKeyTaken when the kept answer is another request's
 */
export function answerOnce<Outcome>(
  once: OnceKey | undefined,
  earlier: EarlierAnswer | null,
  decide: () => Decision<Outcome>,
): Decision<Outcome> {
  if (earlier === null) return decide();
  if (earlier.fingerprint !== once?.fingerprint) throw new OnceKeyTaken("The key was used for another request.");
  return { outcome: earlier.outcome as Outcome, changes: {}, events: [], mails: [] };
}
