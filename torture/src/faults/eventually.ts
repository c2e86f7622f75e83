import { setTimeout as pause } from "node:timers/promises";

/** Asks until it is given something; for what other processes do in their own time. @throws when it lasts too long */
export async function eventually<Value>(
  what: string,
  ask: () => Promise<Value | null> | Value | null,
  withinMs = 20_000,
): Promise<Value> {
  for (const began = performance.now(); ;) {
    const value = await ask();
    if (value !== null) return value;
    if (performance.now() - began > withinMs) throw new Error(`Waited ${withinMs / 1000} s in vain: ${what}`);
    await pause(50);
  }
}
