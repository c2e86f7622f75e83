import type { Mutant } from "./mutant.ts";

const face = "apps/server/src/faces/token";
const status = { file: `${face}/tell-token-status.ts`, tests: [`${face}/tell-token-status.test.ts`] };
const act = { file: "packages/rules/src/acts/tell-status.ts", tests: ["packages/rules/src/acts/tell-status.test.ts"] };

/** Of what a phone is told about its own token, and of what nobody else may learn. */
export const phoneMutants: readonly Mutant[] = [
  {
    ...act,
    name: "a stranger learns how a token stands",
    find: "if (key === null || !command.proves(key)) return refused;",
    replace: "if (key === null) return refused;",
  },
  {
    ...act,
    name: "a phone hears that its token only waits for 手順5 while the customer is suspended",
    find: 'const isHeldUp = status === "activated" && isSuspended(state, context.nowMs);',
    replace: "const isHeldUp = false;",
  },
  {
    ...status,
    name: "a statement that was overheard is good for ever",
    find: "const isFresh = Math.abs(service.nowMs() - madeAtMs) <= statementLifetimeMs;",
    replace: "const isFresh = true;",
  },
  {
    file: `${face}/perform-evenly.ts`,
    tests: [`${face}/even-commits.test.ts`],
    name: "nobody's user ID costs a commit less",
    find: "if (!outcome.ok && !wrote) await spendACommit(service, institutionId);",
    replace: "",
  },
];
