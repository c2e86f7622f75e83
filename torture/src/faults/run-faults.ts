import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault, FaultScope } from "./fault.ts";
import { whyMissing } from "./needs.ts";
import type { ServerNode } from "./server-node.ts";

export interface RunOptions {
  readonly short: boolean;
  /** Whether a fault whose needs are missing is a failure: in CI nothing is skipped. */
  readonly mayNotSkip: boolean;
  readonly print: (line: string) => void;
}

/** Runs one fault after the other, tells each in a line, and gives whether every promise held. */
export async function runFaults(faults: readonly Fault[], options: RunOptions): Promise<boolean> {
  let held = true;
  for (const fault of faults) {
    const missing = fault.needs.map(whyMissing).find((why) => why !== null);
    if (missing !== undefined) {
      options.print(`${options.mayNotSkip ? "✗" : "–"} ${fault.name}: not run: ${missing}`);
      held &&= !options.mayNotSkip;
      continue;
    }
    held = (await runOne(fault, options)) && held;
  }
  return held;
}

async function runOne(fault: Fault, { short, print }: RunOptions): Promise<boolean> {
  const began = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "warifu-torture-"));
  const undo: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const watched: ServerNode[] = [];
  const facts: string[] = [];
  const scope: FaultScope = {
    short,
    folder,
    clean: (one) => void undo.push(one),
    watch: (node) => void watched.push(node),
    tell: (fact) => void facts.push(fact),
  };
  let failure: unknown;
  try {
    await fault.run(scope);
  } catch (error) {
    failure = error;
  }
  for (const one of undo.toReversed()) {
    try {
      await one();
    } catch (error) {
      failure ??= error;
    }
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  print(`${failure === undefined ? "✓" : "✗"} ${fault.name} (${seconds} s): ${fault.says}`);
  for (const fact of facts) print(`    ${fact}`);
  if (failure !== undefined) {
    print(indented(failure instanceof Error ? (failure.stack ?? failure.message) : "A failure that is no Error"));
    for (const node of watched) print(indented(`node ${node.url}: ${node.lastWords() || "said nothing"}`));
  }
  return failure === undefined;
}

function indented(text: string): string {
  return text.replace(/^/gm, "    ");
}
