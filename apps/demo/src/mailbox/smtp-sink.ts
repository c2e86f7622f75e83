import { SMTPServer } from "smtp-server";
import { readMail } from "./received-mail.ts";
import type { ReceivedMail } from "./received-mail.ts";

const keptMails = 200;

/** Where mails outlive the process: newest first. */
export interface MailKeep {
  readonly kept: readonly ReceivedMail[];
  /** Called before a mail is acknowledged: one that could not be kept is delivered again. */
  keep(mails: readonly ReceivedMail[]): void;
}

export interface SmtpSink {
  /** Newest first. */
  readonly mails: readonly ReceivedMail[];
  close(): Promise<void>;
}

/** A real SMTP server on loopback that accepts everything and sends nothing on. */
export async function startSmtpSink(port: number, keep: MailKeep, nowMs: () => number): Promise<SmtpSink> {
  const mails: ReceivedMail[] = keep.kept.slice(0, keptMails);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    // Old carrier addresses, "a..b."@docomo.ne.jp, are refused by the strict grammar of this server even when quoted.
    lenientAddressParsing: true,
    // Looking up the sender's name would make every mail wait for somebody's DNS.
    disableReverseLookup: true,
    size: 1024 * 1024,
    closeTimeout: 500,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        readMail(Buffer.concat(chunks), recipients, new Date(nowMs()))
          .then((mail) => {
            keep.keep([mail, ...mails].slice(0, keptMails));
            mails.unshift(mail);
            mails.length = Math.min(mails.length, keptMails);
            done();
          })
          .catch((error: unknown) => done(error instanceof Error ? error : new Error(String(error))));
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      // A broken connection of a client that was killed; the next one is accepted.
      server.on("error", () => undefined);
      resolve();
    });
  });
  return { mails, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
