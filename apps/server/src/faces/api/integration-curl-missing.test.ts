import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../../../..");
let programs: string;
beforeAll(() => {
  // A machine on which a shell is all that there is.
  programs = mkdtempSync(join(tmpdir(), "warifu-no-curl-"));
  symlinkSync("/bin/sh", join(programs, "sh"));
});
afterAll(() => rmSync(programs, { recursive: true }));

/** What the runner says of the samples' tests where curl cannot be found. */
async function runWithoutCurl(isCi: boolean): Promise<{ failed: number; skipped: number; said: string }> {
  const { CI: _ci, VITEST: _vitest, ...outer } = process.env;
  const env = { ...outer, PATH: programs, ...(isCi ? { CI: "true" } : {}) };
  const report = join(programs, "report.json");
  const asked = ["apps/server/src/faces/api/integration-curl.test.ts", "-t", "curl samples"];
  const args = [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    ...asked,
    "--reporter=json",
    `--outputFile=${report}`,
  ];
  // Red is one of the two answers.
  await run(process.execPath, args, { cwd: root, env }).catch(() => undefined);
  const told = JSON.parse(readFileSync(report, "utf8")) as {
    numFailedTests: number;
    testResults: { assertionResults: { fullName: string; status: string; failureMessages: string[] }[] }[];
  };
  const samples = told.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ fullName }) => fullName.includes("curl samples"));
  return {
    failed: told.numFailedTests,
    skipped: samples.filter(({ status }) => status === "skipped").length,
    said: samples.flatMap(({ failureMessages }) => failureMessages).join("\n"),
  };
}

describe.runIf(process.platform !== "win32")("the curl samples where there is no curl", () => {
  it("are skipped, and the runner says so", async () => {
    expect(await runWithoutCurl(false)).toEqual({ failed: 0, skipped: 2, said: "" });
  });

  it("fail in CI, naming the program", async () => {
    expect(await runWithoutCurl(true)).toMatchObject({ failed: 1, said: expect.stringMatching(/curl: .*not found/) });
  });
});
