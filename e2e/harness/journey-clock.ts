// Preloaded into the demo's processes by the journeys (NODE_OPTIONS=--import): there is one clock, and the test moves it.
// The product knows nothing of this file; `warifu serve` started in the ordinary way has the machine's own clock.
import { openSync, readSync } from "node:fs";

const file = process.env["JOURNEY_CLOCK_FILE"];
if (file === undefined) throw new Error("JOURNEY_CLOCK_FILE must name the file that holds the time");

const descriptor = openSync(file, "r");
const buffer = Buffer.alloc(8);
const RealDate = Date;

function nowMs(): number {
  readSync(descriptor, buffer, 0, 8, 0);
  return buffer.readDoubleLE(0);
}

class JourneyDate extends RealDate {
  constructor(...args: readonly unknown[]) {
    if (args.length === 0) super(nowMs());
    else super(...(args as [number]));
  }

  static override now(): number {
    return nowMs();
  }
}

globalThis.Date = JourneyDate as DateConstructor;

// A journey lets time pass; it does not set a clock. So the clock that nobody can set goes on with it, else the service would
// see a step ahead and decide nothing until it has stood for an hour.
const began = nowMs();
const realMonotonicMs = performance.now.bind(performance);
performance.now = () => realMonotonicMs() + nowMs() - began;
