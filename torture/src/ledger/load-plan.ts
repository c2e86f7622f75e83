import type { Bank } from "./bank.ts";

/** What the load client is told at its start. */
export interface LoadPlan {
  readonly bank: Bank;
  /** API faces of the nodes; each attempt goes to one by chance. */
  readonly urls: readonly string[];
  readonly ledgerFile: string;
  /** Requests under way at once. */
  readonly atOnce: number;
  /** Wait of each of them between two requests: whether a fault is found does not depend on more heat. */
  readonly pauseMs: number;
  /** Every n-th customer is guessed at; the others' phones show right codes. */
  readonly guessedEvery: number;
  /** Oldest step that phones show, counted from now; -1 unless given. Young codes can be shown again for longer. */
  readonly oldestStep?: -1 | 0;
  /** Names this client in the IDs of its requests, and begins its chances. */
  readonly seed: number;
  readonly timeoutMs?: number;
}

export type LoadOrder = { readonly order: "start"; readonly plan: LoadPlan } | { readonly order: "stop" };
