import { statusAt } from "@warifu/rules";
import type { OutgoingMail, Token } from "@warifu/rules";
import type { MailSender } from "./mail.ts";
import { describeError } from "../telemetry/log.ts";
import type { Service } from "../service.ts";
import { nextAttemptAtMs } from "./mail-attempts.ts";
import type { MailFailure } from "./mail-attempts.ts";
import { writeMail } from "./mail-texts.ts";
import type { RunningJob } from "../jobs/sweep.ts";

type MailService = Pick<Service, "config" | "nowMs" | "storage" | "log" | "metrics">;

export interface MailJob extends RunningJob {
  /** There may be something to send now. */
  wake(): void;
}

const atOnce = 5;
/** Longer than the longest SMTP conversation, so that no other node sends the same mail meanwhile. */
const leaseMs = 3 * 60_000;
const pollMs = 2_000;

/** Sends what acts have queued: woken by commits of this node, and looking by itself for retries and for mails of other nodes. */
export function startMailJob(service: MailService, sender: MailSender): MailJob {
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  let woken = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    try {
      do {
        woken = false;
        while (!isStopping() && (await sendDueMails(service, sender)) === atOnce);
      } while (woken && !isStopping());
    } catch (error) {
      service.log.error({ job: "send-mail", error: describeError(error) }, "the mail job failed; it is tried again");
    }
    running = null;
    if (!isStopping()) timer = setTimeout(wake, pollMs);
  };
  const wake = (): void => {
    woken = true;
    if (isStopping() || running !== null) return;
    clearTimeout(timer);
    running = run();
  };

  wake();
  return {
    wake,
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
      sender.close();
    },
  };
}

/** Sends up to five due mails at once and returns how many it took. */
export async function sendDueMails(service: MailService, sender: MailSender): Promise<number> {
  const mails = await service.storage.claimDueMails(service.nowMs(), atOnce, leaseMs);
  await Promise.all(mails.map((mail) => sendOne(service, sender, mail)));
  return mails.length;
}

async function sendOne(service: MailService, sender: MailSender, mail: OutgoingMail): Promise<void> {
  const { storage, config } = service;
  const institution = await storage.institution(mail.institutionId);
  const state = await storage.look({ institutionId: mail.institutionId, customerId: mail.customerId });
  const token = state.tokens.find(({ tokenId }) => tokenId === mail.order.tokenId);
  if (!institution || !token || isPast(mail, token, service.nowMs())) return fail(service, mail, "superseded", null);

  const { subject, text } = writeMail(mail.order, {
    institution,
    expiresAtMs: token.expiresAtMs,
    tokenOrigin: config.origins.token,
  });
  const outcome = await sender.send({
    to: mail.order.to,
    subject,
    text,
    messageId: `${mail.mailId}@${config.mail.senderDomain}`,
    senderName: mail.order.locale === "en" ? institution.texts.nameEn : institution.texts.nameJa,
  });
  if (outcome.kind === "sent") {
    await storage.markMailSent(mail.mailId, service.nowMs());
    service.metrics.mail("sent", mail.order.kind);
    service.log.info({ job: "send-mail", mailId: mail.mailId, mailKind: mail.order.kind }, "a mail was sent");
    return undefined;
  }
  if (outcome.kind === "refused") return fail(service, mail, "refused", null);
  if (outcome.kind === "notTaken") {
    // Nothing is wrong with this mail: every one will meet the same, until somebody mends it.
    service.metrics.mailServerRefused(outcome.about);
    const { about: complaint, code: smtpCode, status: smtpStatus } = outcome;
    service.log.error({ job: "send-mail", complaint, smtpCode, smtpStatus }, "the mail server takes no mail from us");
  }
  const next = nextAttemptAtMs(mail.queuedAtMs, mail.attempts + 1, service.nowMs());
  return fail(service, mail, next === null ? "gaveUp" : outcome.kind, next);
}

/** 手順2 of a token that has ended would only mislead; the other mails tell of something that did happen. */
function isPast(mail: OutgoingMail, token: Token, nowMs: number): boolean {
  if (mail.order.kind !== "tokenIssued") return false;
  const status = statusAt(token, nowMs);
  return status === "revoked" || status === "expired";
}

async function fail(
  { storage, log, metrics }: MailService,
  mail: OutgoingMail,
  reason: MailFailure,
  nextMs: number | null,
): Promise<void> {
  await storage.markMailFailed(mail.mailId, reason, nextMs);
  metrics.mail(nextMs === null ? "failed" : "deferred", mail.order.kind);
  const fields = { job: "send-mail", mailId: mail.mailId, mailKind: mail.order.kind, attempts: mail.attempts, reason };
  if (nextMs === null) log.warn(fields, "a mail failed for good");
  else log.info(fields, "a mail will be tried again");
}
