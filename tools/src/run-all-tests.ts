import { runSteps } from "./run-steps.ts";

// `npm test`: everything that must pass. The browser journeys come last, because they cost most.
const ok =
  (await runSteps([{ name: "check", args: ["tools/src/check.ts"], loud: true }], 1)) &&
  (await runSteps(
    [{ name: "unit and contract tests", args: ["--bin", "vitest", "run", "--coverage"], loud: true }],
    1,
  )) &&
  (await runSteps(
    [{ name: "journeys", args: ["--bin", "vitest", "run", "--config", "e2e/vitest.config.ts"], loud: true }],
    1,
  ));
process.exit(ok ? 0 : 1);
