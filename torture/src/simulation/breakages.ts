/**
 * What is broken on purpose, to show that the simulator can see it: each must be found (simulation.test.ts).
 * - noFence: after a failover nobody raises the fence
 * - shortFence: after losing commits the fence is raised to now, although what was learned about fast phones is lost too
 * - forgetsLastStep: the store does not keep which step was used
 * - forgetsAnswers: the store does not keep what was answered under a once key
 * - locksNoRows: two acts about one customer run at the same time
 * - answersBeforeCommit: the node answers first and commits then
 * - guessesUnknown: the node tells an unknown result as a failure to begin over, with a made-up wrong code
 * - trustsAnyClock: neither readiness nor the store compares clocks
 */
export type Breakage =
  | "noFence"
  | "shortFence"
  | "forgetsLastStep"
  | "forgetsAnswers"
  | "locksNoRows"
  | "answersBeforeCommit"
  | "guessesUnknown"
  | "trustsAnyClock";
