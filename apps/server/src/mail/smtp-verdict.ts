import type { ServerComplaint } from "../telemetry/metrics.ts";

/** What a mail server answered, or what was found out before it came to that. */
export interface SmtpTrouble {
  /** Basic code (RFC 5321 §4.2); null without an answer. */
  readonly code: number | null;
  /** Enhanced status code (RFC 3463, RFC 2034), class.subject.detail; null where the server gives none. */
  readonly status: string | null;
  /** In answer to what: RCPT, MAIL, DATA, AUTH … */
  readonly command: string;
  /** The code of what failed, the library's or Node's: EAUTH, ETLS, CERT_HAS_EXPIRED … */
  readonly failure: string;
}

/**
 * `recipient`: nobody gets mail at this address, now or later. `later`: not now. `unreachable`: no server, no answer. `ours`: something
 * between the mail server and us, which the operator must mend.
 */
export type SmtpVerdict =
  | { readonly kind: "recipient" | "later" | "unreachable" }
  | { readonly kind: "ours"; readonly about: ServerComplaint };

/**
 * The enhanced status decides, wherever in the conversation it came: "554 5.7.1 Relay access denied" in answer to a recipient is no word
 * about the recipient. Where there is none, the basic code does.
 */
export function judgeSmtp(trouble: SmtpTrouble): SmtpVerdict {
  const { code, status, failure } = trouble;
  if (/^(EAUTH|ENOAUTH|EOAUTH2)$/.test(failure)) return isForNow(code) ? later : ours("login");
  if (
    /^(ETLS|EREQUIRETLS|CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/.test(
      failure,
    )
  )
    return ours("encryption");
  if (code === null) return { kind: "unreachable" };
  if (code < 500) return later;
  const known = status?.startsWith("5.") === true ? byEnhancedStatus(status.slice(2)) : null;
  return known ?? byBasicCode(trouble);
}

/** Reads "554 5.7.1 …"; of several lines the first, whose status every line repeats (RFC 2034 §4). */
export function readSmtpAnswer(text: string): Pick<SmtpTrouble, "code" | "status"> {
  const [, code, status] = /^(\d{3})(?:[ -]([245]\.\d{1,3}\.\d{1,3})(?=[ \r\n]|$))?/.exec(text) ?? [];
  return { code: code === undefined ? null : Number(code), status: status ?? null };
}

const later: SmtpVerdict = { kind: "later" };
const recipient: SmtpVerdict = { kind: "recipient" };
const ours = (about: ServerComplaint): SmtpVerdict => ({ kind: "ours", about });

function isForNow(code: number | null): boolean {
  return code !== null && code < 500;
}

/** Subject.detail of the class 5. Sources: RFC 3463 §3, RFC 5248 §3 (IANA's registry), RFC 7505 §4 (null MX). */
const recipientStatuses = new Set([
  "1.1", // bad destination mailbox: RFC 3463 §3.2
  "1.2", // bad destination system: the domain is not there
  "1.3", // bad destination mailbox address syntax
  "1.4", // destination mailbox address ambiguous
  "1.6", // mailbox has moved, no forwarding address
  "1.10", // the domain takes no mail at all: RFC 7505 §4.1
  "2.1", // mailbox disabled, not accepting messages: RFC 3463 §3.3
]);

/** null: it says no more than the basic code. */
function byEnhancedStatus(detail: string): SmtpVerdict | null {
  if (recipientStatuses.has(detail)) return recipient;
  // A full mailbox is the recipient's, and may be emptied within a day (RFC 3463 §3.3).
  if (detail === "2.2") return later;
  // Sender's address syntax, system, null MX (RFC 3463 §3.2, RFC 7505 §4.2).
  if (/^(1\.[78]|7\.27)$/.test(detail)) return ours("sender");
  // Authentication and encryption (RFC 4954 §6, RFC 5248 §2.4).
  if (/^7\.(8|9|13|14)$|^5\.6$/.test(detail)) return ours("login");
  if (/^7\.(10|11)$/.test(detail)) return ours("encryption");
  const [subject] = detail.split(".");
  switch (subject) {
    case "1":
      // What is left of addressing says nothing about this mailbox (1.0, 1.5, 1.9).
      return null;
    case "2":
    case "3":
    case "4":
      return ours("system");
    case "5":
      return ours("protocol");
    case "6":
      return ours("content");
    case "7":
      return ours("policy");
    default:
      return null;
  }
}

/** RFC 5321 §4.2.2, §4.2.3; RFC 4954 §6; RFC 7504; RFC 7505. "No such mailbox" is meant only where a mailbox was named. */
function byBasicCode({ code, command }: SmtpTrouble): SmtpVerdict {
  const namesRecipient = /^RCPT/i.test(command);
  switch (code) {
    case 550: // mailbox unavailable
    case 551: // user not local
    case 553: // mailbox name not allowed
      return namesRecipient ? recipient : ours(/^MAIL/i.test(command) ? "sender" : "policy");
    case 556: // the domain takes no mail
      return namesRecipient ? recipient : ours("sender");
    case 552: // exceeded storage allocation
      return namesRecipient ? later : ours("content");
    case 530:
    case 534:
    case 535:
    case 538:
      return ours("login");
    case 521: // the host takes no mail
    case 554: // transaction failed
      return ours("policy");
    default:
      return ours("protocol");
  }
}
