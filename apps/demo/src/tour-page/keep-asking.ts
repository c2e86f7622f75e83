/**
 * Asks whenever something has changed and hands on each answer in its order: a change while a question is under way is followed by one
 * more question, however many changes there were.
 */
export function keepAsking<Answer>(
  ask: () => Promise<Answer>,
  tell: (answer: Answer) => void,
): { changed(): void; stop(): Promise<void> } {
  let isDue = false;
  const stopped = new AbortController();
  let asking: Promise<void> | null = null;

  async function askUntilSettled(): Promise<void> {
    while (isDue && !stopped.signal.aborted) {
      isDue = false;
      const answer = await ask();
      if (!stopped.signal.aborted) tell(answer);
    }
    asking = null;
  }

  return {
    changed() {
      isDue = true;
      asking ??= askUntilSettled();
    },
    async stop() {
      stopped.abort();
      await asking;
    },
  };
}
