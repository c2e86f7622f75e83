// Preloaded into a server of the fault tests (NODE_OPTIONS=--import): its clocks are the machine's, shifted by what the test
// writes into a file: how far the wall clock is off, and how much time has passed. The product knows nothing of this file.
import { openSync, readSync } from "node:fs";

const file = process.env["TORTURE_CLOCK_FILE"];
if (file === undefined) throw new Error("TORTURE_CLOCK_FILE must name the file that holds the shift");

const descriptor = openSync(file, "r");
const buffer = Buffer.alloc(16);
const RealDate = Date;

function shiftsMs(): { readonly off: number; readonly passed: number } {
  readSync(descriptor, buffer, 0, buffer.length, 0);
  return { off: buffer.readDoubleLE(0), passed: buffer.readDoubleLE(8) };
}

function nowMs(): number {
  const { off, passed } = shiftsMs();
  return RealDate.now() + off + passed;
}

class ShiftedDate extends RealDate {
  constructor(...args: readonly unknown[]) {
    if (args.length === 0) super(nowMs());
    else super(...(args as [number]));
  }

  static override now(): number {
    return nowMs();
  }
}

globalThis.Date = ShiftedDate as DateConstructor;

const passedBefore = shiftsMs().passed;
const realMonotonicMs = performance.now.bind(performance);
performance.now = () => realMonotonicMs() + shiftsMs().passed - passedBefore;
