import { randomUUID } from "node:crypto";
import type { MailOrder, OutboxStore, OutgoingMail } from "@warifu/rules";
import type { CustomerKey } from "../customer-key.ts";

type Leased = OutgoingMail & { readonly leasedUntilMs: number };

export type QueueMail = (key: CustomerKey, order: MailOrder) => void;

export function memoryOutbox(nowMs: () => number): { store: OutboxStore; queue: QueueMail } {
  const mails = new Map<string, Leased>();

  const queue: QueueMail = ({ institutionId, customerId }, order) => {
    const mailId = randomUUID();
    const queuedAtMs = nowMs();
    mails.set(mailId, {
      mailId,
      institutionId,
      customerId,
      order: { ...order },
      delivery: "queued",
      queuedAtMs,
      attempts: 0,
      nextAttemptAtMs: queuedAtMs,
      sentAtMs: null,
      lastError: null,
      leasedUntilMs: 0,
    });
  };
  const change = (mailId: string, changed: (mail: Leased) => Partial<Leased>) => {
    const mail = mails.get(mailId);
    if (mail !== undefined && mail.delivery !== "sent") mails.set(mailId, { ...mail, ...changed(mail) });
  };
  const store: OutboxStore = {
    async claimDueMails(now, limit, leaseMs) {
      const isDue = (mail: Leased) =>
        mail.delivery === "queued" && mail.nextAttemptAtMs <= now && mail.leasedUntilMs <= now;
      const due = [...mails.values()].filter(isDue);
      const claimed = due.toSorted((a, b) => a.nextAttemptAtMs - b.nextAttemptAtMs).slice(0, limit);
      for (const { mailId } of claimed) change(mailId, () => ({ leasedUntilMs: now + leaseMs }));
      return claimed.map(asMail);
    },
    async markMailSent(mailId, atMs) {
      change(mailId, ({ attempts }) => ({
        delivery: "sent",
        sentAtMs: atMs,
        attempts: attempts + 1,
        lastError: null,
      }));
    },
    async markMailFailed(mailId, error, nextAttemptAtMs) {
      change(mailId, (mail) => ({
        delivery: nextAttemptAtMs === null ? "failed" : "queued",
        attempts: mail.attempts + 1,
        nextAttemptAtMs: nextAttemptAtMs ?? mail.nextAttemptAtMs,
        lastError: error,
        leasedUntilMs: 0,
      }));
    },
    async mailsOfToken(tokenId) {
      const ofToken = [...mails.values()].filter((mail) => mail.order.tokenId === tokenId);
      return ofToken.toReversed().map(asMail);
    },
  };
  return { store, queue };
}

function asMail({ leasedUntilMs: _leasedUntilMs, ...mail }: Leased): OutgoingMail {
  return mail;
}
