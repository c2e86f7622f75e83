import { describe, expect, it } from "vitest";
import { runCommandLine } from "./run-command-line.ts";

async function run(...args: string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runCommandLine(args, {
    environment: {},
    print: (text) => out.push(text),
    printError: (text) => errors.push(text),
    progress: { isTerminal: false, write: (text) => errors.push(text) },
  });
  return { code, out: out.join("\n"), errors: errors.join("\n") };
}

describe("the command line", () => {
  it.each([[], ["--help"], ["help"], ["-h"]])("lists every command: %j", async (...args) => {
    const { code, out } = await run(...args);
    expect(code).toBe(0);
    for (const name of [
      "serve",
      "build",
      "init",
      "migrate",
      "institution add",
      "client add",
      "api-key create",
      "staff invite",
    ]) {
      expect(out).toContain(name);
    }
  });

  it("explains one command", async () => {
    const { code, out } = await run("token", "import", "--help");
    expect(code).toBe(0);
    expect(out).toContain("--file tokens.csv");
    expect(out).toContain("--json");
  });

  it("refuses what it does not know with exit code 2 and where to look", async () => {
    expect(await run("explode")).toMatchObject({ code: 2, errors: expect.stringContaining('"explode"') });
    expect(await run("institution", "remove")).toMatchObject({ code: 2, errors: expect.stringContaining("--help") });
    expect(await run("serve", "--face", "gate")).toMatchObject({ code: 2, errors: expect.stringContaining("--face") });
    expect(await run("client", "add", "stray")).toMatchObject({
      code: 2,
      errors: expect.stringContaining("client add --help"),
    });
  });

  it("names everything that is missing in the environment at once", async () => {
    const { code, errors } = await run("serve");
    expect(code).toBe(2);
    for (const name of ["WARIFU_DATABASE", "WARIFU_KEY_RING", "WARIFU_SMTP_URL", "WARIFU_GATE_ORIGIN"]) {
      expect(errors).toContain(name);
    }
    expect((await run("staff", "invite", "--name", "x")).errors).toMatch(/WARIFU_DATABASE[^]*WARIFU_KEY_RING/);
  });
});
