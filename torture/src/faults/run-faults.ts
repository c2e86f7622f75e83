import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault, FaultScope, WatchedNode } from "./fault.ts";
import { whyMissing } from "./needs.ts";

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
  const watched: WatchedNode[] = [];
  const facts: string[] = [];
  const scope: FaultScope = {
    short,
    folder,
    clean: (one) => void undo.push(one),
    watch: (node) => void watched.push(node),
    tell: (fact) => void facts.push(fact),
  };
  const stopped = whenStopped();
  let failure: unknown;
  try {
    await Promise.race([fault.run(scope), stopped.signal]);
  } catch (error) {
    failure = error;
  }
  // What a stopped fault still starts meanwhile is ended too, before the last one, its folder, goes.
  for (let one = undo.pop(); one !== undefined; one = undo.pop()) {
    try {
      await one();
    } catch (error) {
      failure ??= error;
    }
  }
  stopped.forget();
  if (failure instanceof Stopped) process.exit(130);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  print(`${failure === undefined ? "✓" : "✗"} ${fault.name} (${seconds} s): ${fault.says}`);
  for (const fact of facts) print(`    ${fact}`);
  if (failure !== undefined) {
    print(indented(failure instanceof Error ? (failure.stack ?? failure.message) : "A failure that is no Error"));
    for (const node of watched) print(indented(`node ${node.url}: ${node.lastWords() || "said nothing"}`));
  }
  return failure === undefined;
}

class Stopped extends Error {}

/** Ctrl-C and a supervisor's SIGTERM end the fault; servers, clusters and mounts end with it all the same. */
function whenStopped(): { readonly signal: Promise<never>; forget(): void } {
  const { promise: signal, reject } = Promise.withResolvers<never>();
  const stop = () => reject(new Stopped("stopped from outside"));
  const names = ["SIGINT", "SIGTERM"] as const;
  for (const name of names) process.once(name, stop);
  return {
    signal,
    forget() {
      for (const name of names) process.removeListener(name, stop);
    },
  };
}

function indented(text: string): string {
  return text.replace(/^/gm, "    ");
}
