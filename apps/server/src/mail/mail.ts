import { createTransport } from "nodemailer";
import { readSmtpUrl } from "../configuration/read-smtp-url.ts";
import { judgeSmtp, readSmtpAnswer } from "./smtp-verdict.ts";
import type { ServerComplaint } from "../telemetry/metrics.ts";
import type { SmtpTrouble } from "./smtp-verdict.ts";

/** One mail, ready to go: exactly one recipient. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Kept over repeated attempts, so that a mail sent twice by accident is shown once. Without <>. */
  readonly messageId: string;
  /** Shown next to the sender's address. */
  readonly senderName: string;
}

/**
 * What became of it. `refused`: this address will never take mail. `busy`: not now. `unreachable`: no server, no answer. `notTaken`: the
 * server does not want us, and the operator must mend it.
 */
export type MailOutcome =
  | { readonly kind: "sent" | "refused" | "busy" | "unreachable" }
  | {
      readonly kind: "notTaken";
      readonly about: ServerComplaint;
      readonly code: number | null;
      readonly status: string | null;
    };

export interface MailSender {
  send(mail: Mail): Promise<MailOutcome>;
  close(): void;
}

/**
 * How long a server may keep us waiting at each point, and for the whole conversation: a server that says a byte now and then is
 * never silent. Well below the lease of the mail job, after which another node would send the same mail.
 */
const patience = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
  conversationTimeout: 120_000,
};

/** Sends by SMTP. The sender's address comes from the configuration only. `waits`: milliseconds, for tests. */
export function smtpSender(
  { smtpUrl, from }: { smtpUrl: string; from: string },
  waits: Partial<typeof patience> = {},
): MailSender {
  const { host, port, isEncryptedAtOnce, login } = readSmtpUrl(smtpUrl);
  const { conversationTimeout, ...ofTransport } = { ...patience, ...waits };
  const transport = createTransport({
    host,
    port,
    secure: isEncryptedAtOnce,
    // A certificate for "localhost" proves nothing, and a relay on this machine mostly has none that verifies.
    ignoreTLS: !isEncryptedAtOnce && login === null && isLoopback(host),
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password }, requireTLS: true }),
    ...ofTransport,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
  return {
    async send(mail) {
      // A second line of defence: the grammar was checked when the address came in.
      if (!isOneAddress(mail.to)) return { kind: "refused" };
      try {
        await transport.sendMail({
          // Objects, not text: nothing in a name or address is ever parsed as a list.
          from: { name: mail.senderName, address: from },
          to: { name: "", address: mail.to },
          envelope: { from, to: [mail.to] },
          subject: mail.subject,
          text: mail.text,
          messageId: `<${mail.messageId}>`,
          headers: { "Auto-Submitted": "auto-generated" },
          textEncoding: "base64",
          signal: AbortSignal.timeout(conversationTimeout),
        });
        return { kind: "sent" };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close: () => transport.close(),
  };
}

function outcomeOf(error: unknown): MailOutcome {
  const trouble = troubleOf(error);
  const verdict = judgeSmtp(trouble);
  switch (verdict.kind) {
    case "recipient":
      return { kind: "refused" };
    case "later":
      return { kind: "busy" };
    case "unreachable":
      return { kind: "unreachable" };
    case "ours":
      return { kind: "notTaken", about: verdict.about, code: trouble.code, status: trouble.status };
  }
}

function troubleOf(error: unknown): SmtpTrouble {
  if (typeof error !== "object" || error === null) return { code: null, status: null, command: "", failure: "" };
  const { response, responseCode, command, code, originalCode } = error as Readonly<Record<string, unknown>>;
  const answer = readSmtpAnswer(typeof response === "string" ? response : "");
  return {
    code: answer.code ?? (typeof responseCode === "number" ? responseCode : null),
    status: answer.status,
    command: typeof command === "string" ? command : "",
    // A certificate that is not accepted comes as a socket's error; what it was about is beside it.
    failure: typeof originalCode === "string" ? originalCode : typeof code === "string" ? code : "",
  };
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" || /^127(\.\d+){3}$/.test(hostname);
}

/** Exactly one @ outside of everything that SMTP or a header could read as more than one address. */
function isOneAddress(text: string): boolean {
  return (
    typeof text === "string" && text.length <= 254 && /^[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]+@[0-9A-Za-z.-]+$/.test(text)
  );
}
