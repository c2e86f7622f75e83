import { defineConfig } from "vitest/config";
import { longPatienceMs } from "./harness/patience.ts";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.journey.ts"],
    globalSetup: ["harness/global-set-up.ts"],
    // One worker: the journeys share one demo and one clock, which only moves forward.
    fileParallelism: false,
    isolate: false,
    testTimeout: longPatienceMs,
    hookTimeout: longPatienceMs,
    teardownTimeout: longPatienceMs,
  },
});
