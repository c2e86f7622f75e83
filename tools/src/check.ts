import { runSteps } from "./run-steps.ts";

/** Tests that only read the sources. */
const rules = ["import-rules", "lint-rules", "time-limits", "quoted-names", "migrations"].map(
  (name) => `tools/src/${name}.test.ts`,
);

// `npm run check`: everything that can be said about the code without running it. Two at a time: small machines have two cores.
const ok = await runSteps(
  [
    { name: "lint: oxlint, type-aware", args: ["--bin", "oxlint", "--deny-warnings"] },
    { name: "format: oxfmt", args: ["--bin", "oxfmt", "--check", "."] },
    { name: "types: server side", args: ["--bin", "tsc", "-p", "tsconfig.json"] },
    { name: "types: browser side", args: ["--bin", "tsc", "-p", "tsconfig.browser.json"] },
    { name: "types: journeys", args: ["--bin", "tsc", "-p", "tsconfig.e2e.json"] },
    { name: "unused code: knip", args: ["--bin", "knip"] },
    { name: "rules: imports, time limits, quoted names, migrations", args: ["--bin", "vitest", "run", ...rules] },
  ],
  2,
);
process.exit(ok ? 0 : 1);
