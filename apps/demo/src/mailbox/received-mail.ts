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
    to: recipients.join(", "),
    from: mail.from?.address ?? "",
    subject: mail.subject ?? "",
    text: mail.text ?? "",
    receivedAt: receivedAt.toISOString(),
  };
}
