import { demo } from "./journey.ts";

export interface ReceivedMail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

/** The newest mail to an address; waits until one has arrived. */
export async function newestMailTo(address: string): Promise<ReceivedMail> {
  return await eventually(async () => (await mailsTo(address))[0]);
}

export async function mailsTo(address: string): Promise<ReceivedMail[]> {
  const answer = await fetch(`${demo.mailbox.url}/messages.json`);
  const mails = (await answer.json()) as ReceivedMail[];
  return mails.filter(({ to }) => to === address);
}

/** Asks until there is an answer; ten seconds at the most. */
export async function eventually<Value>(ask: () => Promise<Value | undefined>): Promise<Value> {
  const giveUpAt = performance.now() + 10_000;
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    if (performance.now() > giveUpAt) throw new Error("It did not happen within ten seconds");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
