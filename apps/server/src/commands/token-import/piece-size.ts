import { mostTokensOfPiece } from "./token-import-piece.ts";

const fewest = 16;
/** Whoever wants a code checked meanwhile waits a part of it: a piece also waits for others and for processes to wake. */
const wantedMs = 200;

/** The next piece's size: what would have taken about `wantedMs`, but never more than twice the last one. */
export function nextPieceSize(size: number, tookMs: number): number {
  const fitting = Math.floor((size * wantedMs) / Math.max(tookMs, 1));
  return Math.max(fewest, Math.min(mostTokensOfPiece, 2 * size, fitting));
}
