import { formatTime } from "@warifu/pages";
import type { Language } from "@warifu/pages";
import type { DemoCustomer } from "../people.ts";
import type { Board } from "./board.ts";
import { tellHappening } from "./happening.ts";
import { doneOf, laterKeys, stepKeys } from "./person-progress.ts";
import type { LaterKey, StepKey } from "./person-progress.ts";

export type StepState = "done" | "current" | "ahead";

/** What changes on the page while it is open; the page's script is given the same. */
export interface TourView {
  readonly revision: number;
  readonly isAnswering: boolean;
  readonly steps: Readonly<Record<StepKey, StepState>>;
  readonly later: Readonly<Record<LaterKey, boolean>>;
  readonly isFinished: boolean;
  /** The token that was issued last can no longer be set up: 手順1 is to do once more. */
  readonly isUsedUp: boolean;
  /** Newest first. */
  readonly happenings: readonly { readonly when: string; readonly text: string }[];
}

export function viewOf(board: Board, { customerId }: DemoCustomer, lang: Language): TourView {
  const progress = board.progressOf(customerId);
  const done = doneOf(progress, board.newestMailAtMs);
  const current = stepKeys.find((key) => !done[key]);
  const stateOf = (key: StepKey): StepState => (done[key] ? "done" : key === current ? "current" : "ahead");
  return {
    revision: board.revision,
    isAnswering: board.isAnswering,
    steps: Object.fromEntries(stepKeys.map((key) => [key, stateOf(key)])) as Record<StepKey, StepState>,
    later: Object.fromEntries(laterKeys.map((key) => [key, done[key]])) as Record<LaterKey, boolean>,
    isFinished: current === undefined,
    isUsedUp: progress.usedUpAtMs !== null,
    happenings: board.lastEvents.map((event) => ({ when: formatTime(event.atMs), text: tellHappening(event, lang) })),
  };
}
