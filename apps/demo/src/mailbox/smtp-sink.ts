import { SMTPServer } from "smtp-server";
import { readMail } from "./received-mail.ts";
import type { ReceivedMail } from "./received-mail.ts";

/** Keeps the newest mails, newest first. */
const keptMails = 200;

export interface SmtpSink {
  readonly mails: readonly ReceivedMail[];
  close(): Promise<void>;
}

/** A real SMTP server on loopback that accepts everything and sends nothing on. */
export async function startSmtpSink(port: number): Promise<SmtpSink> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    size: 1024 * 1024,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        readMail(Buffer.concat(chunks), recipients, new Date()).then(
          (mail) => {
            mails.unshift(mail);
            mails.length = Math.min(mails.length, keptMails);
            done();
          },
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        );
      });
    },
  });
  server.on("error", () => {
    // A broken connection of a client that was killed; the next one is accepted.
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { mails, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
