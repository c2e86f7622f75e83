import {
  button,
  buttonRow,
  card,
  copyable,
  definitionList,
  details,
  errorSummary,
  formatDateTime,
  hiddenField,
  html,
  linkButton,
  messagesFor,
  noticeBox,
  qrCode,
  textButton,
  unbroken,
} from "@warifu/pages";
import type { Html, Language, NoticeKind } from "@warifu/pages";
import { groupServiceId, groupUserId } from "@warifu/otp";
import type { OutgoingMail, Token } from "@warifu/rules";
import { encode } from "uqr";
import type { OtpProblem, ResendNote } from "../../visit/notes.ts";
import type { Visit } from "../../visit/visit.ts";
import { noEarlierThan } from "../no-earlier-than.ts";
import { otpFieldOf } from "../otp-field/otp-field.ts";
import { otpProblemText } from "../otp-field/otp-problem-text.ts";
import type { Screen } from "../screen.ts";
import type { Stage } from "./stage.ts";
import { delivery, deliveryNow } from "./delivery.ts";
import { resendText } from "./resend-text.ts";
import { wayOnFrom } from "./way-on.ts";
import { setupLink } from "./setup-link.ts";
import { confirmWords } from "./words.ts";
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
  /** How often a token may still be issued within 24 hours, and when again where that is not at all. */
  readonly issuancesLeft: number;
  readonly issuancesAgainAtMs: number | null;
}

/**
 * G-120 ワンタイムパスワード認証確認 (手順2 and 手順5). Once the app is set up only the code is missing: the page then shows 手順5,
 * with the instructions folded and the code's field in sight. It is the same page before and after, so that its script can do
 * what a reload does.
 */
export function confirmScreen(visit: Visit, facts: ConfirmFacts): Screen {
  const lang = visit.language;
  const words = messagesFor(confirmWords, lang);
  const { problem, token } = facts;
  const activated = token.life === "activated";
  const error = problem === null ? null : otpProblemText(problem, token, lang);
  return {
    screenId: gateScreenIds.confirm,
    title: words.title,
    ...(activated ? { step: 3 } : { step: 2, laterStep: 3 }),
    scripts: ["confirm"],
    hasErrors: error !== null,
    body: html`${errorSummary({ lang, errors: error === null ? [] : [{ field: "otp", message: error }] })}
      ${progress(visit, token)}
      <div data-while-pending>${instructions(visit, facts)} ${confirmForm(visit, facts, error)}</div>`,
  };
}

function instructions(visit: Visit, facts: ConfirmFacts): Html {
  const { activatedHowTo } = messagesFor(confirmWords, visit.language);
  const activated = facts.token.life === "activated";
  const parts = [
    howTo(visit, facts),
    facts.onPhone && onThisPhone(visit, facts, "primary"),
    sentTo(visit, facts),
    tokenInformation(visit, facts),
    notArrived(visit, facts),
  ];
  return html`<details class="instructions" data-instructions ${!activated && "open"}>
    <summary ${!activated && "hidden"}>${activatedHowTo}</summary>
    ${parts}
  </details>`;
}

/** Every stage is in the page; the script only chooses which one is seen, and without it the link does the same. */
function progress(visit: Visit, token: Token): Html {
  const lang = visit.language;
  const words = messagesFor(confirmWords, lang);
  const now = token.life === "activated" ? "activated" : "waiting";
  const tries = String(visit.institution.policy.activationTriesPerIssuance);
  const stage = (name: Stage, kind: NoticeKind, title: string | null, text: string, way: Html) =>
    html`<div data-stage="${name}" ${name !== now && "hidden"}>
      ${noticeBox({
        lang,
        kind,
        ...(title === null ? {} : { title }),
        body: html`<p>${text}</p>
          ${way}`,
      })}
    </div>`;
  const link = (href: string, label: string) => html`<p><a href="${href}">${label}</a></p>`;
  const { here } = visit.links;
  return html`<section role="status" data-progress="${visit.links.step("progress")}" data-token="${token.tokenId}">
    ${stage("waiting", "info", words.progressTitle, words.progressWaiting, link(here, words.refresh))}
    ${stage("activated", "success", words.progressActivatedTitle, words.progressActivated, link("#otp", words.toOtp))}
    ${stage("usedUp", "warning", words.usedUpTitle, words.usedUp(tries), wayOnFrom(visit, "usedUp"))}
    ${stage("replaced", "warning", words.replacedTitle, words.replaced, wayOnFrom(visit, "replaced"))}
    ${stage("inUse", "success", words.inUseTitle, words.inUse, link(here, words.goOn))}
    ${stage("over", "warning", null, words.progressOver, link(here, words.refresh))}
  </section>`;
}

function howTo(visit: Visit, { mail }: ConfirmFacts): Html {
  const words = messagesFor(confirmWords, visit.language);
  const sent = visit.institution.policy.mailCarriesLink ? words.sent : words.sentNoLink;
  // By the manual's numbers, as the steps on top: 1, 2, 3 here would be a second count of the same things.
  const steps = [
    ["2", mail === null ? words.notSent : sent],
    ["3–4", words.setUp],
    ["5", words.thenConfirm],
  ] as const;
  return html`<ul class="how-to">
    ${steps.map(
      ([number, text]) =>
        html`<li>
          <span class="how-to-number"><span class="visually-hidden">${words.step}</span>${number}</span>${text}
        </li>`,
    )}
  </ul>`;
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
    ${!onPhone && onThisPhone(visit, { token, tokenOrigin }, "secondary")} ${qr(link, tokenOrigin, visit.language)}`,
  });
}

function qr(link: string, tokenOrigin: string, lang: Language): Html {
  const words = messagesFor(confirmWords, lang);
  return html`<h3>${words.qrTitle}</h3>
    <p>${words.qrHow}</p>
    ${leadsToThisComputer(tokenOrigin) && html`<div data-this-computer-only>${noticeBox({ lang, kind: "warning", title: words.qrHereTitle, body: html`<p>${words.qrHere}</p>` })}</div>`}
    ${qrCode({ modules: encode(link, { ecc: "M", border: 0 }).data, alt: words.qrAlt })}`;
}

/** A phone's own localhost is the phone: such an app (a trial on one machine) opens in a window of this computer only. */
function leadsToThisComputer(tokenOrigin: string): boolean {
  const { hostname } = new URL(tokenOrigin);
  return (
    hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || hostname.startsWith("127.")
  );
}

/**
 * Before the QR code, which a phone cannot scan from its own screen; where the window is wide, the style sheet shows it after.
 * In a new tab: this page is still needed for 手順5.
 */
function onThisPhone(
  visit: Visit,
  { token, tokenOrigin }: Pick<ConfirmFacts, "token" | "tokenOrigin">,
  kind: "primary" | "secondary",
): Html {
  const words = messagesFor(confirmWords, visit.language);
  const link = setupLink(tokenOrigin, visit.institution.serviceId, token.userId ?? "");
  return html`<div class="on-this-phone on-this-phone-${kind}">
    <p>${linkButton({ label: words.onThisPhone, href: link, kind, newTab: true })}</p>
    <p class="support">${words.onThisPhoneNote}</p>
  </div>`;
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

function issuingAgain(visit: Visit, left: number, againAtMs: number | null): string {
  const words = messagesFor(confirmWords, visit.language);
  return againAtMs === null
    ? words.issuancesLeft(String(left))
    : words.backNoteNone(noEarlierThan(againAtMs, visit.language));
}

function confirmForm(visit: Visit, facts: ConfirmFacts, error: string | null): Html {
  const { token, issuancesLeft, issuancesAgainAtMs } = facts;
  const words = messagesFor(confirmWords, visit.language);
  const seconds = String(token.periodSeconds);
  const { windowPastSteps } = visit.institution.policy;
  return html`<section>
    <h2>${unbroken(words.otpTitle)}</h2>
    <form
      method="post"
      action="${visit.links.step("confirm")}"
      ${otpFieldOf.formAttributes(token.digits, visit.language)}
    >
      ${hiddenField("token", token.tokenId)} ${otpFieldOf.field(token.digits, error, visit.language)}
      <p class="support">${windowPastSteps > 0 ? words.otpTiming(seconds) : words.otpTimingStrict(seconds)}</p>
      ${buttonRow(button({ label: words.confirm }))}
      <div class="noted-button">
        ${button({ label: words.back, kind: "secondary", action: visit.links.step("back"), describedBy: "back-note" })}
        <p class="support" id="back-note">
          ${words.backNote} ${issuingAgain(visit, issuancesLeft, issuancesAgainAtMs)}
        </p>
      </div>
    </form>
  </section>`;
}
