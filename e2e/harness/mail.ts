import { demo } from "./journey.ts";
import { eventually } from "./patience.ts";

export interface ReceivedMail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

/** The newest mail to an address; waits until one has arrived. */
export async function newestMailTo(address: string): Promise<ReceivedMail> {
  return await eventually(`a mail to ${address}`, async () => (await mailsTo(address))[0]);
}

export async function mailsTo(address: string): Promise<ReceivedMail[]> {
  const answer = await fetch(`${demo.mailbox.url}/messages.json`);
  const mails = (await answer.json()) as ReceivedMail[];
  return mails.filter(({ to }) => to === address);
}
