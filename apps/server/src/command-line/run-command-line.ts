import { parseArgs } from "node:util";
import type { Environment } from "../configuration/read-config.ts";
import { Refused } from "../refused.ts";
import type { Answer, Command, Values } from "../commands/command.ts";
import type { ProgressSink } from "../commands/progress.ts";

export interface Outside {
  readonly environment: Environment;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  readonly progress: ProgressSink;
}

/** 0: done. 2: refused for a reason that is printed and that the operator can mend. Surprises are thrown. */
export type ExitCode = 0 | 2;

/** Reads the command line, carries the command out, prints what it says. */
export async function runCommandLine(args: readonly string[], outside: Outside): Promise<ExitCode> {
  try {
    return await run(args, outside);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    outside.printError(`warifu: ${error.message}`);
    return 2;
  }
}

async function run(args: readonly string[], outside: Outside): Promise<ExitCode> {
  const { print } = outside;
  // Loaded only now: "serve" must not wait for what the other commands need, nor they for it.
  const { commands } = await import("./commands.ts");
  const command = findCommand(commands, args);
  if (!command) {
    if (args.length > 0 && !["--help", "-h", "help"].includes(args[0] ?? "")) throw new Refused(unknown(args));
    print(overview(commands));
    return 0;
  }
  const values = readValues(command, args.slice(command.name.split(" ").length));
  if (values["help"] === true) {
    print(
      `warifu ${command.name}: ${command.summary}\n${command.help}\n  [--json]                      the answer as one line of JSON`,
    );
    return 0;
  }
  const { json, ...rest } = values;
  const answer = await perform(command, rest, outside);
  if (answer) print(json === true ? JSON.stringify(answer.json) : answer.text);
  return 0;
}

async function perform(command: Command, values: Values, { environment, progress }: Outside): Promise<Answer | null> {
  if (command.kind === "local") return command.run(values, environment);
  if (command.kind === "piecewise") {
    const { carryOutPieces } = await import("../commands/carry-out-pieces.ts");
    return carryOutPieces(command, values, environment, progress);
  }
  const { carryOut } = await import("../commands/carry-out.ts");
  return carryOut(command, values, environment);
}

function findCommand(commands: readonly Command[], args: readonly string[]): Command | undefined {
  return commands.find(({ name }) => name.split(" ").every((word, index) => args[index] === word));
}

function readValues(command: Command, args: readonly string[]): Values {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...command.options, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
      allowPositionals: false,
    });
    return values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : "wrong arguments";
    throw new Refused(`${reason}\nSee "warifu ${command.name} --help".`, { cause: error });
  }
}

function unknown(args: readonly string[]): string {
  const words = args.slice(0, 2).filter((word) => !word.startsWith("-"));
  return `There is no command "${words.join(" ")}". "warifu --help" lists them.`;
}

function overview(commands: readonly Command[]): string {
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(22)}${summary}`);
  return `warifu: the software-token service\n\n${lines.join("\n")}\n\n"warifu COMMAND --help" tells more. Settings come from the environment (WARIFU_…).`;
}
