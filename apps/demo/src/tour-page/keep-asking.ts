/**
 * Asks whenever something has changed and hands on each answer in its order: a change while a question is under way is followed by one
 * more question, however many changes there were.
 */
export function keepAsking<Answer>(
  ask: () => Promise<Answer>,
  tell: (answer: Answer) => void,
): { changed(): void; stop(): Promise<void> } {
  let isDue = false;
  let isStopped = false;
  let asking: Promise<void> | null = null;

  async function askUntilSettled(): Promise<void> {
    while (isDue && !isStopped) {
      isDue = false;
      const answer = await ask();
      if (!isStopped) tell(answer);
    }
    asking = null;
  }

  return {
    changed() {
      isDue = true;
      asking ??= askUntilSettled();
    },
    async stop() {
      isStopped = true;
      await asking;
    },
  };
}
