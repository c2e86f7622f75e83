// Preloaded into a server of the fault tests (NODE_OPTIONS=--import): its clock is the machine's, shifted by what the test
// writes into a file. The product knows nothing of this file.
import { openSync, readSync } from "node:fs";

const file = process.env["TORTURE_CLOCK_FILE"];
if (file === undefined) throw new Error("TORTURE_CLOCK_FILE must name the file that holds the shift");

const descriptor = openSync(file, "r");
const buffer = Buffer.alloc(8);
const RealDate = Date;

function nowMs(): number {
  readSync(descriptor, buffer, 0, 8, 0);
  return RealDate.now() + buffer.readDoubleLE(0);
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
