import { expect, it } from "vitest";
import { nextPieceSize } from "./piece-size.ts";

it("grows while pieces are quick, to what one commit may hold", () => {
  const sizes = [16];
  for (let piece = 0; piece < 5; piece += 1) sizes.push(nextPieceSize(sizes.at(-1) ?? 0, 10));
  expect(sizes).toEqual([16, 32, 64, 128, 128, 128]);
});

it("shrinks at once when others are kept waiting, and never to nothing", () => {
  expect(nextPieceSize(128, 800)).toBe(32);
  expect(nextPieceSize(128, 60_000)).toBe(16);
  expect(nextPieceSize(16, 0)).toBe(32);
});
