import type { Mutant } from "./mutant.ts";

const rules = "packages/rules/src";
const verifyTests = [`${rules}/acts/verify.test.ts`];
const codeCheck = { file: `${rules}/codes/code-check.ts`, tests: verifyTests };
const guessCount = { file: `${rules}/guessing/guess-count.ts`, tests: verifyTests };
const fence = { file: `${rules}/codes/fence.ts`, tests: verifyTests };
const answerOnce = { file: `${rules}/answer-once.ts`, tests: [`${rules}/answer-once.test.ts`] };

/** Of what every act that checks a code relies on: counts, stops, fence, kept answers. */
export const guardMutants: readonly Mutant[] = [
  {
    file: `${rules}/acts/undo-wrong-clock.ts`,
    tests: [`${rules}/acts/undo-wrong-clock.test.ts`],
    name: "a pause that a right clock made is lifted as the wrong clock's",
    find: "pausedUntilMs > nowMs + policy.pauseSeconds * 1000;",
    replace: "pausedUntilMs > nowMs;",
  },
  {
    ...codeCheck,
    name: "a code is compared before the stop is looked at",
    find: "if (stop !== null) return { accepted: false, refusal: stop, token };",
    replace: "",
    short: true,
  },
  {
    ...codeCheck,
    name: "a wrong code is answered and not counted",
    find: "return wrong(refusalOf(match, token), countWrongCode(token, policy, nowMs), context);",
    replace: "return wrong(refusalOf(match, token), token, context);",
    short: true,
  },
  {
    ...codeCheck,
    name: "a replay counts as a guess",
    find: "token: countReplay(token, policy, nowMs) }",
    replace: "token: countWrongCode(token, policy, nowMs) }",
  },
  {
    ...codeCheck,
    name: "an accepted step is not stored",
    find: "{ ...forgiveRow(token), lastStep: step, driftSteps }",
    replace: "{ ...forgiveRow(token), driftSteps }",
  },
  {
    ...guessCount,
    name: "a lock is ignored",
    find: 'if (token.lockedAtMs !== null) return { code: "locked" };',
    replace: "",
  },
  {
    ...guessCount,
    name: "a suspension is ignored",
    find: 'if (token.suspendedAtMs !== null) return { code: "suspended" };',
    replace: "",
  },
  {
    ...guessCount,
    name: "one wrong code more before the pause",
    find: "if (counted.wrongInARow < policy.wrongCodesUntilPause) return counted;",
    replace: "if (counted.wrongInARow <= policy.wrongCodesUntilPause) return counted;",
  },
  {
    ...guessCount,
    name: "pauses never become a lock",
    find: "if (paused.pausesInARow >= policy.pausesUntilLock) return { ...paused, lockedAtMs: nowMs };",
    replace: "",
  },
  {
    ...guessCount,
    name: "the limit since confirmation is ignored",
    find: "if (counted.wrongSinceConfirm >= policy.wrongCodesUntilLock) return { ...counted, lockedAtMs: nowMs };",
    replace: "",
  },
  {
    ...guessCount,
    name: "replays are answered without end",
    find: "if (replaysInARow < policy.replaysUntilPause) return { ...token, replaysInARow };",
    replace: "if (replaysInARow < Infinity) return { ...token, replaysInARow };",
  },
  {
    ...guessCount,
    name: "the owner's log-in forgives a thief",
    find: "return { ...token, wrongInARow: 0, pausesInARow: 0, replaysInARow: 0, pausedUntilMs: null };",
    replace:
      "return { ...token, wrongInARow: 0, pausesInARow: 0, replaysInARow: 0, pausedUntilMs: null, wrongSinceConfirm: 0 };",
  },
  {
    name: "the fence is ignored",
    file: `${rules}/codes/code-window.ts`,
    find: "const lastStep = oldestUsableAfter(token, context);",
    replace: "const { lastStep } = token;",
    tests: verifyTests,
  },
  {
    ...fence,
    name: "the fence knows nothing of a fast phone",
    find: "fencedStep(token, Math.max(0, token.driftSteps), context)",
    replace: "fencedStep(token, 0, context)",
  },
  {
    ...fence,
    name: "a slow phone is let in below the fence",
    find: "fencedStep(token, Math.max(0, token.driftSteps), context)",
    replace: "fencedStep(token, token.driftSteps, context)",
  },
  {
    ...fence,
    name: "the fence forgets the window",
    find: " + policy.windowFutureSteps + stepsAhead",
    replace: " + stepsAhead",
  },
  {
    ...fence,
    name: "the fence forgets that clocks may be apart",
    find: "stepAt(fenceMs + 2 * clockToleranceMs, periodSeconds)",
    replace: "stepAt(fenceMs, periodSeconds)",
  },
  {
    ...fence,
    name: "the fence replaces the last step",
    find: "return fenced > token.lastStep ? fenced : token.lastStep;",
    replace: "return context.fenceMs > 0 ? fenced : token.lastStep;",
  },
  {
    ...answerOnce,
    name: "another request under the same once key gets the first one's answer",
    find: "if (earlier.fingerprint !== once?.fingerprint)",
    replace: "if (earlier === undefined)",
  },
  {
    ...answerOnce,
    name: "a kept answer is decided anew",
    find: "if (earlier === null) return decide();",
    replace: "if (earlier !== undefined) return decide();",
  },
  {
    name: "a code of the time passes where one over data is asked for",
    file: "packages/rules/src/codes/code-check.ts",
    find: 'if (!isPresence(codeFor)) return { accepted: false, refusal: { code: "notForTransactions" }, token };',
    replace: "",
    tests: ["packages/rules/src/codes/code-check.test.ts"],
  },
  {
    name: "a secret that was replaced is taken for ever",
    file: "packages/rules/src/earlier-secret.ts",
    find: "nowMs < earlierSecret.endsAtMs",
    replace: "nowMs < Infinity",
    tests: ["apps/server/src/faces/radius/handle-datagram.test.ts"],
  },
];
