import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { believedMs, readClock, startClock } from "./read-clock.ts";
import type { ClockFinding, ClockState } from "./read-clock.ts";

const startMs = Date.UTC(2026, 10, 22, 5, 53, 20);
const second = 1_000;
const hour = 3_600 * second;
const toleranceMs = 5 * second;

/** Looks once a second; `wall` says what is added to the right time from that second on. */
function watch(steps: readonly (readonly [atSecond: number, errorMs: number])[], seconds: number) {
  let state: ClockState = startClock(startMs, 0, null);
  let errorMs = 0;
  const found: [number, ClockFinding][] = [];
  for (let at = 1; at <= seconds; at += 1) {
    errorMs = steps.find(([atSecond]) => atSecond === at)?.[1] ?? errorMs;
    const monotonicMs = at * second;
    const reading = readClock(state, { wallMs: startMs + monotonicMs + errorMs, monotonicMs, toleranceMs });
    state = reading.state;
    if (reading.finding !== "steady") found.push([at, reading.finding]);
  }
  return { state, found };
}

describe("a clock that is read every second", () => {
  it("goes on: nothing to tell", () => {
    expect(watch([], 100)).toMatchObject({ found: [], state: { isBehind: false, newestMs: startMs + 100 * second } });
  });

  it.each([
    [1, []],
    [5, []],
    [
      61,
      [
        [10, "back"],
        [70, "caughtUp"],
      ],
    ],
    [
      600,
      [
        [10, "back"],
        [609, "caughtUp"],
      ],
    ],
  ] as const)("goes back by %d s", (seconds, found) => {
    expect(watch([[10, -seconds * second]], 700).found).toEqual(found);
  });

  it("goes back in small steps: together they are a large one", () => {
    const { found } = watch(
      [
        [10, -4 * second],
        [11, -8 * second],
        [12, -12 * second],
      ],
      40,
    );
    expect(found).toEqual([
      [11, "back"],
      [21, "caughtUp"],
    ]);
  });

  it("is put right by hand after it went back", () => {
    const { found, state } = watch(
      [
        [10, -24 * hour],
        [20, 0],
      ],
      30,
    );
    expect(found.map(([, finding]) => finding)).toEqual(["back", "caughtUp"]);
    expect(state.newestMs).toBe(startMs + 30 * second);
  });

  it("goes ahead by more than thirty seconds, at once or bit by bit: told once; by less: not", () => {
    expect(watch([[10, 30 * second]], 20).found).toEqual([]);
    expect(watch([[10, 31 * second]], 20).found).toEqual([[10, "ahead"]]);
    const inBits: [number, number][] = [
      [10, 20 * second],
      [12, 40 * second],
      [14, 60 * second],
    ];
    expect(watch(inBits, 20).found).toEqual([[12, "ahead"]]);
  });

  it("goes ahead and back within the hour: nobody is locked out by moments that never were", () => {
    const { found, state } = watch(
      [
        [10, 2 * hour],
        [1000, 0],
      ],
      1100,
    );
    expect(found).toEqual([
      [10, "ahead"],
      [1000, "returned"],
    ]);
    expect(state).toMatchObject({ isBehind: false, newestMs: startMs + 1100 * second, unstepped: null });
  });

  it("goes ahead and then back beyond where it was: the moments that were are not to come again", () => {
    const { found } = watch(
      [
        [10, 2 * hour],
        [1000, -60 * second],
      ],
      1001,
    );
    expect(found.at(-1)).toEqual([1000, "back"]);
  });

  it("goes ahead, stays for an hour and is believed; going back then counts", () => {
    const { found } = watch(
      [
        [10, 60 * second],
        [3_700, 0],
      ],
      3_701,
    );
    expect(found).toEqual([
      [10, "ahead"],
      [3_700, "back"],
    ]);
  });

  it("is taken back in two steps", () => {
    const { found } = watch(
      [
        [10, 2 * hour],
        [100, hour],
        [200, 0],
      ],
      210,
    );
    expect(found.map(([, finding]) => finding)).toEqual(["ahead", "returned", "returned"]);
  });

  it("is behind from the start where an earlier process has seen later moments", () => {
    const state = startClock(startMs, 0, startMs + hour);
    expect(readClock(state, { wallMs: startMs, monotonicMs: 0, toleranceMs }).finding).toBe("back");
    const slight = startClock(startMs, 0, startMs + 4 * second);
    expect(readClock(slight, { wallMs: startMs, monotonicMs: 0, toleranceMs }).finding).toBe("steady");
  });

  it("writes down for good only what is believed", () => {
    const { state } = watch([[10, 2 * hour]], 20);
    expect(state.newestMs).toBe(startMs + 20 * second + 2 * hour);
    expect(believedMs(state, 20 * second)).toBe(startMs + 20 * second);
  });

  it("is either behind or not before the newest moment by more than the tolerance (property)", () => {
    const walls = fc.array(fc.integer({ min: -3 * hour, max: 3 * hour }), { maxLength: 30 });
    fc.assert(
      fc.property(walls, (errors) => {
        let state: ClockState = startClock(startMs, 0, null);
        for (const [index, errorMs] of errors.entries()) {
          const monotonicMs = (index + 1) * 60 * second;
          const wallMs = startMs + monotonicMs + errorMs;
          state = readClock(state, { wallMs, monotonicMs, toleranceMs }).state;
          if (!state.isBehind) expect(wallMs).toBeGreaterThanOrEqual(state.newestMs - toleranceMs);
        }
      }),
    );
  });
});
