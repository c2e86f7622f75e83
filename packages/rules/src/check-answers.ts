import { acceptances, type InvariantId, type Performed } from "./check-invariants.ts";
import type { Result } from "./decision.ts";

/** What one request was told, in the order in which answers went out. A retry under the same once key is a request of its own. */
export interface Answered {
  /** null: sent without one, so every request stands for itself. */
  readonly onceKey: string | null;
  readonly fingerprint: string;
  readonly outcome: Result<unknown>;
  /** The act whose outcome this is, the first one's under a once key; null when nothing of the kind was ever committed. */
  readonly performed: Performed | null;
}

/**
 * Holds what was told against what stands on record: the answers of all nodes, before and after every crash and failover.
 * @param history the acts that survived, in order of commits
 * @param mayLose commits may have been lost by an asynchronous standby or an old backup: then counts and kept answers may be
 *   gone, and only that nothing is accepted twice and nothing told that was never committed still holds
 */
export function checkAnswers(
  answers: readonly Answered[],
  history: readonly Performed[],
  { mayLose }: { readonly mayLose: boolean },
): readonly (readonly [InvariantId, string])[] {
  const found = [...toldTwice(answers), ...answers.flatMap(neverCommitted)];
  return mayLose ? found : [...found, ...toldDifferently(answers), ...lost(answers, new Set(history))];
}

/** I1: over everything that was ever told, also by acts that were lost later. */
function toldTwice(answers: readonly Answered[]): readonly (readonly [InvariantId, string])[] {
  const told = new Map<string, Performed>();
  return answers.flatMap(({ outcome, performed }) => {
    if (!outcome.ok || performed === null) return [];
    return usedSteps(performed).flatMap((step) => {
      const first = told.get(step) ?? performed;
      told.set(step, first);
      return first === performed ? [] : [["I1", `"accepted" was told twice: ${step}`] as const];
    });
  });
}

function usedSteps({ decision }: Performed): readonly string[] {
  return decision.events.flatMap(({ type, tokenId, detail }) => {
    if (!acceptances.has(type)) return [];
    const steps = type === "token.resynced" ? [detail["firstStep"], detail["step"]] : [detail["step"]];
    return steps.map((step) => `token ${String(tokenId)}, step ${String(step)}`);
  });
}

/** I11: an answer is somebody's commit. What nobody knows to be committed is told as unknown. */
function neverCommitted({ outcome, performed }: Answered): readonly (readonly [InvariantId, string])[] {
  const same = performed !== null && textOf(performed.decision.outcome) === textOf(outcome);
  return same ? [] : [["I11", `told without being committed: ${textOf(outcome)}`]];
}

/** I1: the same once key for the same request gets the same answer, however often and wherever it is asked. */
function toldDifferently(answers: readonly Answered[]): readonly (readonly [InvariantId, string])[] {
  const first = new Map<string, string>();
  return answers.flatMap(({ onceKey, fingerprint, outcome }) => {
    if (onceKey === null) return [];
    const request = JSON.stringify([onceKey, fingerprint]);
    const text = textOf(outcome);
    const before = first.get(request) ?? text;
    first.set(request, before);
    return before === text ? [] : [["I1", `one once key, two answers: ${before} and ${text}`] as const];
  });
}

/** I4 and I8: what was answered outlives whoever answered it. */
function lost(answers: readonly Answered[], kept: ReadonlySet<Performed>): readonly (readonly [InvariantId, string])[] {
  return answers.flatMap(({ outcome, performed }): readonly (readonly [InvariantId, string])[] => {
    if (performed !== null && kept.has(performed)) return [];
    if (outcome.ok) return [["I8", "an accepted answer is not on record"]];
    const wrong = outcome.refusal.code === "mismatch" || outcome.refusal.code === "drift";
    return wrong ? [["I4", "a wrong code was answered and is not counted any more"]] : [];
  });
}

function textOf(outcome: Result<unknown>): string {
  return JSON.stringify(outcome);
}
