import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "apps/*/src/**/*.test.ts",
      "bench/src/**/*.test.ts",
      "torture/src/**/*.test.ts",
      "tools/src/**/*.test.ts",
    ],
    isolate: false,
    // No speed limit, only the end of a hang: Argon2id, whole servers and database clusters have time on a busy machine too.
    testTimeout: 20 * 60_000,
    hookTimeout: 20 * 60_000,
    teardownTimeout: 20 * 60_000,
    expect: { poll: { timeout: 10 * 60_000 } },
    coverage: {
      provider: "v8",
      include: ["packages/{otp,activation,rules,storage}/src/**/*.ts"],
      exclude: ["**/*.test.ts", "**/index.ts", "**/contract/**"],
      thresholds: {
        "packages/otp/src/**": { lines: 95 },
        "packages/activation/src/**": { lines: 95 },
        "packages/rules/src/**": { lines: 95 },
        "packages/storage/src/**": { lines: 95 },
      },
    },
  },
});
