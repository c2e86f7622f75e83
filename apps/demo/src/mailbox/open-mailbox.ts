import type { Ports } from "../ports.ts";
import { makeMailbox } from "./make-mailbox.ts";
import type { ReceivedMail } from "./received-mail.ts";
import { startSmtpSink } from "./smtp-sink.ts";
import type { MailKeep } from "./smtp-sink.ts";

export interface Mailbox {
  /** Newest first. */
  readonly mails: readonly ReceivedMail[];
  /** Calls this after every mail that comes. */
  onMail(listener: () => void): void;
  stop(): Promise<void>;
}

/** The SMTP server and the page on which its mails are read, both listening. */
export async function openMailbox(ports: Ports, keep: MailKeep): Promise<Mailbox> {
  const listeners: (() => void)[] = [];
  const tellingKeep: MailKeep = {
    kept: keep.kept,
    keep(mails) {
      keep.keep(mails);
      // The listeners look at the mails that are there by then.
      setImmediate(() => listeners.forEach((listener) => listener()));
    },
  };
  const sink = await startSmtpSink(ports.smtp, tellingKeep, () => Date.now());
  const page = await makeMailbox(sink.mails, ports.mailbox);
  await page.listen({ port: ports.mailbox, host: "127.0.0.1" });
  return {
    mails: sink.mails,
    onMail: (listener) => void listeners.push(listener),
    async stop() {
      await Promise.all([sink.close(), page.close()]);
    },
  };
}
