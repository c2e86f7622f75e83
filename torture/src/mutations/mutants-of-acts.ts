import type { Mutant } from "./mutant.ts";

const acts = "packages/rules/src/acts";
const of = (act: string) => ({ file: `${acts}/${act}.ts`, tests: [`${acts}/${act}.test.ts`] });

const approvals = (file: string, test: string) => ({
  file: `packages/rules/src/${file}`,
  tests: [`packages/rules/src/${test}.test.ts`],
});

/** Of single acts. */
export const actMutants: readonly Mutant[] = [
  {
    ...of("verify"),
    name: "a token verifies before 手順5",
    find: "const token = tokenInUse(state);",
    replace: "const [token] = state.tokens;",
    short: true,
  },
  {
    ...of("verify"),
    name: "a token verifies after 利用解除",
    find: 'if (token === undefined || customer.use !== "applied") {',
    replace: "if (token === undefined) {",
  },
  {
    ...of("confirm"),
    name: "the code of 手順5 opens the first log-in once more",
    find: "{ ...forgiveAll(check.token), life",
    replace: "{ ...forgiveAll(check.token), lastStep: token.lastStep, life",
  },
  {
    ...of("confirm"),
    name: "the replaced token stays in use",
    find: "endTokens(replaced === undefined ? [] : [replaced],",
    replace: "endTokens([],",
  },
  {
    ...of("start-activation"),
    name: "a try of the set-up costs nothing",
    find: "const triesLeft = token.activationTriesLeft - 1;",
    replace: "const triesLeft = token.activationTriesLeft;",
  },
  {
    ...of("start-activation"),
    name: "the set-up may be tried without end",
    find: 'if (token.activationTriesLeft <= 0) return refused("noTriesLeft");',
    replace: "",
  },
  {
    ...of("allow-issuance"),
    name: "staff may allow issuances without end",
    find: 'if (untilMs !== null) return refuse({ code: "tooManyAllowed", untilMs });',
    replace: "",
    short: true,
  },
  {
    ...of("allow-issuance"),
    name: "issuances are allowed in store, before the limit is reached",
    find: 'if (issuancesLeft(customer, policy, nowMs) > 0) return refuse({ code: "issuancesLeft" });',
    replace: "",
  },
  {
    ...of("allow-issuance"),
    name: "what staff allowed today is good for ever",
    file: "packages/rules/src/issuance-limit.ts",
    find: "return withinADay(extraIssuancesAtMs, nowMs);",
    replace: "return extraIssuancesAtMs.filter(() => nowMs >= 0);",
  },
  {
    ...of("resync"),
    name: "a wrong pair of codes is not counted",
    find: "const counted = countWrongCode(token, policy, nowMs);",
    replace: "const counted = true ? token : countWrongCode(token, policy, nowMs);",
  },
  {
    ...of("resync"),
    name: "a pair is compared while the token is stopped",
    find: "if (stop !== null) return refuseCode(stop, token, use, customer, context);",
    replace: "",
  },
  {
    ...of("resync"),
    name: "the first code of a pair may be a used one",
    find: "if (firstStep <= oldestUsable(",
    replace: "if (step <= oldestUsable(",
  },
  {
    ...of("resync"),
    name: "the fence of a re-synchronisation knows nothing of lost drift",
    find: "if (stepsAhead <= context.policy.windowFutureSteps) return oldest;",
    replace: "if (stepsAhead < Infinity) return oldest;",
  },
  {
    ...of("import-token"),
    name: "an imported token goes beside the one in use",
    find: "if (inUse !== undefined) {",
    replace: "if (inUse !== undefined && isSame(inUse, command)) {",
  },
  {
    ...of("import-token"),
    name: "a changed line of an import passes for the token that is there",
    find: "return difference === 0 && sameParameters;",
    replace: "return sameParameters;",
  },
  {
    ...of("import-token"),
    name: "an import that is run again brings a revoked token back",
    find: 'if (hasEnded(state)) return refuse({ code: "ended" });',
    replace: "",
  },
  {
    ...of("issue"),
    name: "whoever was revoked issues another token",
    find: 'if (inUse === undefined && customer.revokedAtMs !== null) return refuse({ code: "ended" });',
    replace: "",
  },
  {
    ...of("undo-wrong-clock"),
    name: "a right clock's lock is lifted with a wrong clock's",
    find: "(lockedAtMs !== null && lockedAtMs > nowMs);",
    replace: "lockedAtMs !== null;",
  },
  {
    ...of("undo-wrong-clock"),
    name: "a wrong clock forgives what was counted before it",
    find: "wrongSinceConfirm: Math.max(0, token.wrongSinceConfirm - counted),",
    replace: "wrongSinceConfirm: Math.min(0, counted),",
  },
  {
    ...of("undo-wrong-clock"),
    name: "a wrong clock's undoing touches ended tokens",
    find: 'if (life === "revoked" || life === "expired") return false;',
    replace: 'if (life === "expired") return false;',
  },
  {
    name: "an ended token keeps its key",
    file: "packages/rules/src/token-life/token-end.ts",
    find: "return { ...token, key: null, registrationRecord: null, mobileEmail: null };",
    replace: "return { ...token, registrationRecord: null, mobileEmail: null };",
    tests: [`${acts}/stops.test.ts`, "packages/rules/src/token-life/token-life.test.ts"],
  },
  {
    name: "a revoked token is stopped, let go on or unlocked",
    file: "packages/rules/src/chosen-tokens.ts",
    find: 'status === "revoked" || status === "expired" ? { refusal: "ended" } : { tokens: [token] }',
    replace: 'status === "expired" ? { refusal: "ended" } : { tokens: [token] }',
    tests: [`${acts}/stops.test.ts`],
  },
  {
    ...approvals("approval.ts", "approvals/approval"),
    name: "whoever asked is listed among those who may decide",
    find: "&& staff.staffId !== approval.askedBy",
    replace: "",
  },
  {
    ...approvals("approvals/end-approval.ts", "approvals/approval"),
    name: "nobody looks whether it is one's own request",
    find: 'if (decider.staffId === approval.askedBy) return "ownRequest";',
    replace: "",
    short: true,
  },
  {
    ...approvals("approvals/end-approval.ts", "approvals/approval"),
    name: "it runs for somebody who may not ask any more",
    find: "if (asker === null || !mayAsk(asker, approval.institutionId))",
    replace: "if (asker === null)",
  },
  {
    ...approvals("approvals/end-approval.ts", "approvals/approval"),
    name: "what was shown to whoever approves is not looked at",
    find: "if (shown !== approval.commandHash)",
    replace: "if (false)",
  },
  {
    ...approvals("approvals/end-approval.ts", "approvals/approval"),
    name: "a command that is not the one of the hash runs",
    find: "|| commandHash(approval.command) !== shown",
    replace: "",
  },
  {
    ...approvals("approvals/end-approval.ts", "approvals/approval"),
    name: "an approval is good after its end",
    find: "if (isWaiting(approval, context.nowMs)) return",
    replace: 'if (approval.stage === "asked") return',
  },
  {
    ...approvals("approval.ts", "approvals/approval"),
    name: "somebody disabled decides",
    find: "&& disabledAtMs === null",
    replace: "&& disabledAtMs !== undefined",
  },
  {
    name: "a store writes an approval whose content an act changed",
    file: "packages/storage/src/deciding/check-decision.ts",
    find: 'must(isDeepStrictEqual(asked, now), "changes what was asked for");',
    replace: "",
    tests: ["packages/storage/src/memory"],
  },
];
