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
  /** Names this client in the IDs of its requests, and begins its chances. */
  readonly seed: number;
  readonly timeoutMs?: number;
}

export type LoadOrder = { readonly order: "start"; readonly plan: LoadPlan } | { readonly order: "stop" };
