import { badge, html, messagesFor } from "@warifu/pages";
import type { Html, NoticeKind } from "@warifu/pages";
import type { OutgoingMail } from "@warifu/rules";
import type { Language } from "../../../../http/language.ts";
import { confirmWords } from "./words.ts";
import type { ConfirmWords } from "./words.ts";

export type DeliveryNow = OutgoingMail["delivery"] | "none";

export function deliveryNow(mail: OutgoingMail | null): DeliveryNow {
  return mail?.delivery ?? "none";
}

/** What became of the mail, all states in the page, one of them seen: the script follows the state without a reload. */
export function delivery(mail: OutgoingMail | null, language: Language): Html {
  const words = messagesFor(confirmWords, language);
  const now = deliveryNow(mail);
  const states: readonly [DeliveryNow, NoticeKind | "neutral", string, string | null][] = [
    ["sent", "success", words.deliverySent, null],
    ["queued", "info", words.deliveryQueued, now === "queued" ? reasonOf(mail, words) : null],
    ["failed", "error", words.deliveryFailed, (now === "failed" ? reasonOf(mail, words) : null) ?? words.failedOther],
    ["none", "neutral", words.deliveryNone, null],
  ];
  return html`${states.map(
    ([state, kind, label, reason]) =>
      html`<span data-mail="${state}" ${state !== now && "hidden"}
        >${badge({ kind, label })}${reason !== null && html`<br />${reason}`}</span
      >`,
  )}`;
}

/** In the customer's words; the stored word is one of the mail job's own (mail/mail-attempts.ts). */
function reasonOf(mail: OutgoingMail | null, words: ConfirmWords): string | null {
  switch (mail?.lastError) {
    case "refused":
      return words.failedRefused;
    case "unreachable":
      return words.failedUnreachable;
    case "busy":
    // Nothing is wrong with the address: it is tried again, and the operator is told.
    case "notTaken":
      return words.failedBusy;
    case "gaveUp":
      return words.failedGaveUp;
    default:
      return null;
  }
}
