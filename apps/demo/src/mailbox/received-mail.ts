import PostalMime from "postal-mime";

/** One mail as the mailbox shows it and gives it to scripts. */
export interface ReceivedMail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  /** ISO 8601. */
  readonly receivedAt: string;
}

export async function readMail(raw: Buffer, recipients: readonly string[], receivedAt: Date): Promise<ReceivedMail> {
  const mail = await PostalMime.parse(raw);
  return {
    to: recipients.map(withoutQuotes).join(", "),
    from: mail.from?.address ?? "",
    subject: mail.subject ?? "",
    text: mail.text ?? "",
    receivedAt: receivedAt.toISOString(),
  };
}

/** `"a..b."@docomo.ne.jp` (RFC 5321 §4.1.2) is the address a..b.@docomo.ne.jp to everybody but mail servers. */
function withoutQuotes(address: string): string {
  return address.replace(/^"([^"\\]+)"@/, "$1@");
}
