import type { Ports } from "../ports.ts";
import { makeMailbox } from "./make-mailbox.ts";
import { startSmtpSink } from "./smtp-sink.ts";

/** The SMTP server and the page on which its mails are read, both listening. */
export async function openMailbox(ports: Ports): Promise<{ stop(): Promise<void> }> {
  const sink = await startSmtpSink(ports.smtp, () => Date.now());
  const page = await makeMailbox(sink.mails);
  await page.listen({ port: ports.mailbox, host: "127.0.0.1" });
  return {
    async stop() {
      await Promise.all([sink.close(), page.close()]);
    },
  };
}
