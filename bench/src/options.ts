import { parseArgs } from "node:util";

export const partNames = ["codes", "echo", "sqlite", "postgres", "pgbench", "open", "sizes", "import"] as const;
export type PartName = (typeof partNames)[number];

/** A million tokens take minutes on each store: only when it is named. */
const usualParts = partNames.filter((name) => name !== "import");

export interface Options {
  readonly parts: ReadonlySet<PartName>;
  readonly quick: boolean;
  /** Size of the ordinary population. */
  readonly tokens: number;
  /** Sizes compared with each other. */
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly secondsPerWindow: number;
  readonly json: string | null;
  readonly keep: boolean;
  readonly writeDocs: boolean;
  /** The folder of another checkout of this project: only it and this one are measured, in turn. */
  readonly against: string | null;
  /** The command as typed, for whoever reads the table. */
  readonly command: string;
}

export const usage = `npm run bench -- [--quick] [--only ${partNames.join(",")}] [--tokens N] [--sizes N,N] [--rounds N]
                   [--seconds N] [--json FILE] [--keep] [--write-docs] [--against FOLDER]

  --quick        under three minutes: few rounds, 100 thousand tokens, no 10 million
  --only         these parts only; "import" (a file of tokens taken over beside codes, on each store) runs only when it is named
  --tokens       size of the ordinary population, and of the file (standard 1000000; quick: 100000)
  --sizes        sizes compared in the part "sizes" (standard 10000,1000000,10000000; quick: 10000 and --tokens)
  --rounds, --seconds   rounds, and seconds of each measured window
  --json FILE    everything measured, for machines
  --keep         keeps filled databases in the system's temporary folder for the next run
  --write-docs   puts the table into docs/performance.md
  --against FOLDER
                 right codes of this checkout and of another one (installed) in turn, --rounds pairs (standard 10), with the spread
                 of the ratios; with --only sqlite, postgres and open (the same open loop on both)`;

/** @throws RangeError with a sentence for the person who typed it */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      tokens: { type: "string" },
      sizes: { type: "string" },
      rounds: { type: "string" },
      seconds: { type: "string" },
      json: { type: "string" },
      keep: { type: "boolean", default: false },
      "write-docs": { type: "boolean", default: false },
      against: { type: "string" },
    },
  });
  const { quick, against } = values;
  const tokens = whole("--tokens", values.tokens ?? (quick ? "100000" : "1000000"), 10_000_000);
  const standardSizes = quick ? `10000,${tokens}` : "10000,1000000,10000000";
  return {
    parts: new Set(values.only === undefined ? usualParts : values.only.split(",").map(partNamed)),
    quick,
    tokens,
    sizes: (values.sizes ?? standardSizes).split(",").map((size) => whole("--sizes", size, 10_000_000)),
    rounds: whole("--rounds", values.rounds ?? (quick ? "2" : against === undefined ? "5" : "10"), 1000),
    secondsPerWindow: whole("--seconds", values.seconds ?? (quick ? "1" : "3"), 60),
    json: values.json ?? null,
    keep: values.keep,
    writeDocs: values["write-docs"],
    against: against ?? null,
    command: ["npm run bench", ...(args.length > 0 ? ["--", ...args.map(withoutPath)] : [])].join(" "),
  };
}

/** Where somebody's own file lies is nothing for the table. */
function withoutPath(arg: string, index: number, args: readonly string[]): string {
  if (args[index - 1] === "--json") return "FILE";
  if (args[index - 1] === "--against") return "FOLDER";
  return arg.replace(/^--json=.*/, "--json=FILE").replace(/^--against=.*/, "--against=FOLDER");
}

function partNamed(name: string): PartName {
  const part = partNames.find((known) => known === name.trim());
  if (part === undefined) throw new RangeError(`--only knows ${partNames.join(", ")}, but not "${name}".`);
  return part;
}

function whole(option: string, text: string, most: number): number {
  const value = /^\d{1,8}$/.test(text.trim()) ? Number(text) : 0;
  if (value < 1 || value > most) throw new RangeError(`${option} takes whole numbers from 1 to ${most}.`);
  return value;
}
