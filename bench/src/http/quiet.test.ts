import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { leastDisturbed, rest } from "./quiet.ts";

/** Windows of a second each, in which the host takes these shares of the machine. */
async function measured(shares: readonly number[]): Promise<{ value: number; stolen: number; windows: number }> {
  let nowMs = 0;
  let stolenMs = 0;
  let windows = 0;
  const measure = async () => {
    nowMs += 1000;
    stolenMs += (shares[windows] ?? 0) * 1000 * availableParallelism();
    return windows++;
  };
  const best = await leastDisturbed(
    measure,
    3,
    () => stolenMs,
    () => nowMs,
  );
  return { ...best, windows };
}

test("a window that the host left alone counts at once", async () => {
  expect(await measured([0.01])).toMatchObject({ value: 0, windows: 1 });
});

test("a window that the host disturbed is measured again", async () => {
  expect(await measured([0.3, 0])).toMatchObject({ value: 1, stolen: 0, windows: 2 });
});

test("of three disturbed windows the least disturbed counts, and says how much", async () => {
  const { value, stolen, windows } = await measured([0.3, 0.1, 0.2, 0]);
  expect({ value, windows }).toEqual({ value: 1, windows: 3 });
  expect(stolen).toBeCloseTo(0.1);
});

test("where nobody can tell what the host takes, the first window counts", async () => {
  let nowMs = 0;
  const best = await leastDisturbed(
    async () => (nowMs += 1000),
    3,
    () => null,
    () => nowMs,
  );
  expect(best).toEqual({ value: 1000, stolen: 0 });
});

/** How many looks of a quarter of a second `rest` takes on a machine that is so busy in each of them, in cores. */
async function looksUntilRest(putsOff: boolean, cores: (look: number) => number): Promise<number> {
  let busyMs = 0;
  let looks = 0;
  await rest(
    putsOff,
    () => busyMs,
    async () => {
      busyMs += 250 * cores(looks);
      looks += 1;
    },
  );
  return looks;
}

test("a machine is at rest after a quarter of a second with next to nothing to do", async () => {
  expect(await looksUntilRest(false, (look) => (look < 10 ? 1.5 : 0.04))).toBe(11);
});

test("after a server that puts something off it takes a second and a half", async () => {
  expect(await looksUntilRest(true, (look) => (look < 10 ? 1.5 : 0.04))).toBe(16);
});

test("what a server does a second after its last request is waited for", async () => {
  expect(await looksUntilRest(true, (look) => (look >= 4 && look < 8 ? 0.9 : 0))).toBe(14);
});

test("a machine that is never at rest is not waited for longer than twenty seconds", async () => {
  expect(await looksUntilRest(false, () => 1)).toBe(80);
});
