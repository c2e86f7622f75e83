// Nothing in the journeys is decided by how fast the machine is: whoever waits does so until it happens. Only a hang ends a wait,
// some day, and then it says what was waited for.

/** For one thing that a person would wait for: a screen, a mail, a button. */
export const patienceMs = 5 * 60_000;

/** For a whole journey or the start of the demo, longer than any single wait in it, so that that one has the word. */
export const longPatienceMs = 20 * 60_000;

/** Asks until there is an answer. @throws Error that names what was waited for */
export async function eventually<Value>(what: string, ask: () => Promise<Value | undefined>): Promise<Value> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    if (performance.now() > giveUpAt) throw new Error(`Waited ${patienceMs / 60_000} minutes in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
