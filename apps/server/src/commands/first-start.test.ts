import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const document = join(import.meta.dirname, "../../../../docs/operations.md");
/** What was compiled once is not compiled again by the next command. */
const NODE_COMPILE_CACHE = join(import.meta.dirname, "../../../../.cache/node");
const main = join(import.meta.dirname, "../main.ts");

/** The commands of "The first start", each with its continued lines; all but the last, which starts the service and stays. */
function commandsOfDocument(): string[] {
  const block = /^## The first start\n.*?^```console\n(.*?)^```$/ms.exec(readFileSync(document, "utf8"))?.[1] ?? "";
  const commands = [...block.matchAll(/^\$ ((?:.*\\\n)*.*)$/gm)].map(([, command = ""]) => command);
  expect(commands.pop()).toBe("warifu serve");
  return commands;
}

it("the first start of docs/operations.md works as it stands there, in an empty folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "warifu-first-"));
  writeFileSync(join(folder, "warifu"), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`, { mode: 0o755 });
  const commands = commandsOfDocument().map((command) =>
    // What a reader copies from the answer to the next line.
    command.startsWith("warifu client add")
      ? `id=$(${command} --json | node -p 'JSON.parse(require("fs").readFileSync(0,"utf8")).clientId')`
      : command.replace("CLIENT_ID", '"$id"'),
  );
  const PATH = [folder, dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter);
  const { stdout } = await promisify(execFile)("sh", ["-ec", commands.join("\n")], {
    cwd: folder,
    env: { PATH, NODE_COMPILE_CACHE },
  });
  rmSync(folder, { recursive: true });
  for (const told of [
    "Key ring made",
    "Database made",
    "大空信用組合",
    "wrf_",
    "https://branch.example.jp/sign-in/link#",
  ])
    expect(stdout).toContain(told);
});
