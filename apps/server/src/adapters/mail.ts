import { createTransport } from "nodemailer";

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
 * What became of it. `refused`: the server will never take this mail (5xx about recipient or content). `busy`: not now (4xx, or a
 * complaint that is about us and not about this mail). `unreachable`: no server, no answer, no encryption.
 */
export type MailOutcome = "sent" | "refused" | "busy" | "unreachable";

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
  const url = new URL(smtpUrl);
  const { conversationTimeout, ...ofTransport } = { ...patience, ...waits };
  const transport = createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (url.protocol === "smtps:" ? 465 : 587) : Number(url.port),
    secure: url.protocol === "smtps:",
    // A certificate for "localhost" proves nothing, and a relay on this machine mostly has none that verifies.
    ignoreTLS: url.protocol === "smtp:" && url.username === "" && isLoopback(url.hostname),
    ...(url.username === ""
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }, requireTLS: true }),
    ...ofTransport,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
  return {
    async send(mail) {
      // A second line of defence: the grammar was checked when the address came in.
      if (!isOneAddress(mail.to)) return "refused";
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
        return "sent";
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close: () => transport.close(),
  };
}

/** RFC 5321 §4.2.1: 5yz about this recipient or this content is for ever; 5yz about us (greeting, sender, log-in) is ours to mend. */
function outcomeOf(error: unknown): MailOutcome {
  if (typeof error !== "object" || error === null) return "unreachable";
  const code = "responseCode" in error ? error.responseCode : undefined;
  const command = "command" in error ? String(error.command) : "";
  if (typeof code !== "number") return "unreachable";
  const aboutThisMail = /^(RCPT TO|DATA|BDAT)/.test(command);
  return code >= 500 && aboutThisMail ? "refused" : "busy";
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

/** Exactly one @ outside of everything that SMTP or a header could read as more than one address. */
function isOneAddress(text: string): boolean {
  return (
    typeof text === "string" && text.length <= 254 && /^[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]+@[0-9A-Za-z.-]+$/.test(text)
  );
}
