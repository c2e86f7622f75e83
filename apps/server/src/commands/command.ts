import type { ParseArgsOptionsConfig } from "node:util";
import type { Storage } from "@warifu/rules";
import type { z } from "zod";
import type { Environment } from "../configuration/read-config.ts";
import { Refused } from "../refused.ts";
import type { Progress } from "./progress.ts";

/** What a command is carried out with: in the running service, or in this process when no service has the database open. */
export interface CommandHost {
  readonly storage: Storage;
  readonly nowMs: () => number;
  /** Origin of the console, for links. @throws Refused when nobody knows it */
  readonly consoleOrigin: () => string;
}

/** What a command says: a sentence or table for people, an object for scripts (--json). */
export interface Answer {
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

interface Described {
  /** As typed: `institution add`. */
  readonly name: string;
  readonly summary: string;
  /** The part of the help below the first line: one line for each option. */
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
}

/** A command that changes the data. Reading the command line and carrying out may happen in two processes. */
export interface DataCommand extends Described {
  readonly kind: "data";
  /** Makes the input from the command line (and files it names). @throws Refused */
  read(values: Values): Promise<unknown>;
  /** @throws Refused for everything the operator can mend */
  perform(host: CommandHost, input: unknown): Promise<Answer>;
}

/** A command that needs no service: it makes one. */
export interface LocalCommand extends Described {
  readonly kind: "local";
  /** @throws Refused */
  run(values: Values, environment: Environment): Promise<Answer | null>;
}

/** Work too long for one act: it is divided into pieces, each a data command of its own that may be carried out twice. */
export interface PiecewiseCommand extends Described {
  readonly kind: "piecewise";
  /** @throws Refused for everything the operator can mend */
  run(values: Values, work: Work): Promise<Answer>;
}

/** What such work is done with. */
export interface Work {
  /** Carries a piece out. Asked again when the answer is lost: so only what may be done twice. */
  perform(piece: DataCommand, input: unknown): Promise<Answer>;
  readonly progress: Pick<Progress, "show" | "clear">;
  /** @throws Refused with this sentence once somebody pressed Ctrl-C */
  stopIfAsked(sentence: string): void;
}

export type Command = DataCommand | LocalCommand | PiecewiseCommand;

/** Ties a data command to its schema: the input is checked where it is carried out, whatever process it came from. */
export function dataCommand<Input>(
  command: Described & {
    readonly schema: z.ZodType<Input>;
    read?(values: Values): Promise<unknown>;
    perform(host: CommandHost, input: Input): Promise<Answer>;
  },
): DataCommand {
  const { name, summary, help, options, schema } = command;
  return {
    kind: "data",
    name,
    summary,
    help,
    options,
    read: async (values) => (command.read ? command.read(values) : inputFrom(values)),
    perform: async (host, input) => command.perform(host, checkedInput(schema, input)),
  };
}

/** `--service-id` → `serviceId`. */
export function inputFrom(values: Values): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}

/** @throws Refused naming the options that are missing or wrong */
export function checkedInput<Input>(schema: z.ZodType<Input>, input: unknown): Input {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${optionOf(issue.path)} ${issue.message}`);
  throw new Refused(`Something is missing or wrong:\n${[...new Set(lines)].join("\n")}`);
}

function optionOf(path: readonly PropertyKey[]): string {
  const name = String(path[0] ?? "input");
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
