import {
  button,
  buttonRow,
  card,
  copyable,
  definitionList,
  details,
  errorSummary,
  formatDateTime,
  html,
  linkButton,
  messagesFor,
  noticeBox,
  qrCode,
  textButton,
} from "@warifu/pages";
import type { Html } from "@warifu/pages";
import { groupServiceId, groupUserId } from "@warifu/otp";
import type { OutgoingMail, Token } from "@warifu/rules";
import { encode } from "uqr";
import type { OtpProblem, ResendNote } from "../../visit/notes.ts";
import type { Visit } from "../../visit/visit.ts";
import { otpFieldOf } from "../otp-field/otp-field.ts";
import { otpProblemText } from "../otp-field/otp-problem-text.ts";
import type { Screen } from "../screen.ts";
import { delivery, deliveryNow } from "./delivery.ts";
import { resendText } from "./resend-text.ts";
import { setupLink } from "./setup-link.ts";
import { confirmWords } from "./words.ts";
import type { ConfirmWords } from "./words.ts";
import { gateScreenIds } from "../../../../gate-titles.ts";

/** Facts of G-120 that are not the visit's own. */
export interface ConfirmFacts {
  readonly token: Token;
  readonly mail: OutgoingMail | null;
  readonly senderDomain: string;
  readonly tokenOrigin: string;
  /** The page is read on a phone: the way to the app comes before the QR code. */
  readonly onPhone: boolean;
  readonly problem: OtpProblem | null;
  readonly resend: ResendNote | null;
}

/** G-120 ワンタイムパスワード認証確認 (手順2 and 手順5). */
export function confirmScreen(visit: Visit, facts: ConfirmFacts): Screen {
  const lang = visit.language;
  const words = messagesFor(confirmWords, lang);
  const { problem, token } = facts;
  const error = problem === null ? null : otpProblemText(problem, token.digits, lang);
  const form = confirmForm(visit, facts, error);
  // Once the app is set up only the code is missing: its field comes first, and the way of the mail is past.
  const parts =
    token.life === "activated"
      ? [form, sentTo(visit, facts), tokenInformation(visit, facts)]
      : [howTo(visit, facts), sentTo(visit, facts), tokenInformation(visit, facts), notArrived(visit, facts), form];
  return {
    screenId: gateScreenIds.confirm,
    title: words.title,
    step: token.life === "activated" ? 3 : 2,
    scripts: ["confirm"],
    hasErrors: error !== null,
    body: html`${errorSummary({ lang, errors: error === null ? [] : [{ field: "otp", message: error }] })}
    ${progress(visit, token)} ${parts}`,
  };
}

/** Every stage is in the page; the script only chooses which one is seen, and without it the link does the same. */
function progress(visit: Visit, token: Token): Html {
  const lang = visit.language;
  const words = messagesFor(confirmWords, lang);
  const activated = token.life === "activated";
  return html`<section role="status" data-progress="${visit.links.step("progress")}">
    <div data-stage="waiting" ${activated && "hidden"}>
      ${noticeBox({
        lang,
        kind: "info",
        title: words.progressTitle,
        body: html`<p>${words.progressWaiting}</p>
          <p><a href="${visit.links.here}">${words.refresh}</a></p>`,
      })}
    </div>
    <div data-stage="activated" ${!activated && "hidden"}>
      ${noticeBox({
        lang,
        kind: "success",
        title: words.progressActivatedTitle,
        body: html`<p>${words.progressActivated}</p>
          <p><a href="#otp">${words.toOtp}</a></p>`,
      })}
    </div>
    <div data-stage="ended" hidden>
      ${noticeBox({
        lang,
        kind: "warning",
        body: html`<p>${words.progressEnded}</p>
          <p><a href="${visit.links.here}">${words.refresh}</a></p>`,
      })}
    </div>
  </section>`;
}

function howTo(visit: Visit, { mail }: ConfirmFacts): Html {
  const words = messagesFor(confirmWords, visit.language);
  const sent = visit.institution.policy.mailCarriesLink ? words.sent : words.sentNoLink;
  return html`<ol class="how-to">
    <li>${mail === null ? words.notSent : sent}</li>
    <li>${words.setUp}</li>
    <li>${words.thenConfirm}</li>
  </ol>`;
}

function sentTo(visit: Visit, { token, mail }: ConfirmFacts): Html | null {
  if (token.mobileEmail === null) return null;
  const words = messagesFor(confirmWords, visit.language);
  return definitionList([
    { term: words.sentTo, value: html`<span class="value-large">${token.mobileEmail.open()}</span>` },
    { term: words.delivery, value: html`<span role="status">${delivery(mail, visit.language)}</span>` },
  ]);
}

function tokenInformation(visit: Visit, { token, tokenOrigin, onPhone }: ConfirmFacts): Html {
  const lang = visit.language;
  const words = messagesFor(confirmWords, lang);
  const { serviceId } = visit.institution;
  const userId = token.userId ?? "";
  const link = setupLink(tokenOrigin, serviceId, userId);
  return card({
    title: words.tokenInformation,
    body: html`${definitionList([
      {
        term: words.serviceId,
        value: copyable({
          lang,
          shown: groupServiceId(serviceId),
          copied: serviceId,
          copyLabel: words.copyServiceId,
        }),
      },
      {
        term: words.userId,
        value: copyable({ lang, shown: groupUserId(userId), copied: userId, copyLabel: words.copyUserId }),
      },
      {
        term: words.expires,
        value: html`${words.expiresAt(formatDateTime(token.expiresAtMs, lang))}<br /><span class="support"
            >${words.expiresNote}</span
          >`,
      },
    ])}
    ${onPhone ? [openApp(link, "primary", words), qr(link, words)] : [qr(link, words), openApp(link, "secondary", words)]}`,
  });
}

function qr(link: string, words: ConfirmWords): Html {
  return html`<h3>${words.qrTitle}</h3>
    <p>${words.qrHow}</p>
    ${qrCode({ modules: encode(link, { ecc: "M", border: 0 }).data, alt: words.qrAlt })}`;
}

/** In a new tab: this page is still needed for 手順5. */
function openApp(link: string, kind: "primary" | "secondary", words: ConfirmWords): Html {
  return html`<p class="support">${words.onThisPhoneNote}</p>
    <p>${linkButton({ label: words.onThisPhone, href: link, kind, newTab: true })}</p>`;
}

function notArrived(visit: Visit, { token, mail, senderDomain, resend }: ConfirmFacts): Html | null {
  if (token.mobileEmail === null) return null;
  const lang = visit.language;
  const words = messagesFor(confirmWords, lang);
  const { mailResendWaitSeconds, mailResendsPerIssuance } = visit.institution.policy;
  return details({
    id: "mail",
    summary: words.notArrivedTitle,
    open: resend !== null || deliveryNow(mail) === "failed",
    body: html`${resend !== null && noticeBox({ lang, kind: resend.kind === "sent" ? "success" : "warning", role: "status", body: html`<p>${resendText(resend, lang)}</p>` })}
      <ul>
        <li>${words.notArrivedJunk}</li>
        <li>${words.notArrivedDomain(senderDomain)}</li>
        <li>${words.notArrivedNone}</li>
        <li>${words.notArrivedWrong}</li>
      </ul>
      <p class="support">${words.resendNote(String(mailResendWaitSeconds), String(mailResendsPerIssuance))}</p>
      <form method="post">
        ${buttonRow(
          button({ label: words.resend, kind: "secondary", action: visit.links.step("resend") }),
          textButton({ label: words.correctAddress, action: visit.links.step("back") }),
        )}
      </form>`,
  });
}

function confirmForm(visit: Visit, { token }: ConfirmFacts, error: string | null): Html {
  const words = messagesFor(confirmWords, visit.language);
  const seconds = String(token.periodSeconds);
  const { windowPastSteps } = visit.institution.policy;
  return html`<section>
    <h2>${words.otpTitle}</h2>
    <form
      method="post"
      action="${visit.links.step("confirm")}"
      ${otpFieldOf.formAttributes(token.digits, visit.language)}
    >
      ${otpFieldOf.field(token.digits, error, visit.language)}
      <p class="support">${windowPastSteps > 0 ? words.otpTiming(seconds) : words.otpTimingStrict(seconds)}</p>
      ${buttonRow(
        button({ label: words.confirm }),
        button({ label: words.back, kind: "secondary", action: visit.links.step("back") }),
      )}
      <p class="support">${words.backNote}</p>
    </form>
  </section>`;
}
