import { runCommandLine } from "./command-line/run-command-line.ts";

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  print: (text) => process.stdout.write(`${text}\n`),
  printError: (text) => process.stderr.write(`${text}\n`),
  progress: { isTerminal: process.stderr.isTTY, write: (text) => process.stderr.write(text) },
});
