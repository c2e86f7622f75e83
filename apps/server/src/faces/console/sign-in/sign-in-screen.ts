import { button, hiddenField, html, messagesFor, noticeBox } from "@warifu/pages";
import type { Html, Language } from "@warifu/pages";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Service } from "../../../service.ts";
import { sendScreen } from "../frame/console-page.ts";
import { signInLinkPath } from "./sign-in-link.ts";
import { signInWords } from "./words.ts";

/** C-100 */
export function signInScreen(service: Service, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { language } = request;
  const words = messagesFor(signInWords, language);
  const note = noteOf(request.query);
  return sendScreen(service, request, reply, {
    screenId: "C-100",
    title: words.title,
    modules: ["passkey"],
    body: html`${note !== null && noticeBox({ lang: language, kind: "info", role: "status", body: html`<p>${words[note]}</p>` })}
      <p>${words.lead}</p>
      ${passkeyForm({ language, purpose: "sign-in", label: words.byPasskey, failed: words.failed })}
      <p>${words.firstTime}</p>`,
  });
}

/**
 * C-100 for whoever opened a one-time link. Nothing is looked up yet: the secret is not here, and only pressing the button
 * sends it (the module `sign-in-link`), so that looking at a link, as mail scanners do, changes nothing.
 */
export function signInLinkScreen(service: Service, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const words = messagesFor(signInWords, request.language);
  return sendScreen(service, request, reply, {
    screenId: "C-100",
    title: words.linkTitle,
    modules: ["sign-in-link"],
    body: html`<form method="post" action="${signInLinkPath}" data-sign-in-link hidden>
        <p>${words.linkLead}</p>
        ${hiddenField("link", "")}
        <p>${button({ label: words.linkButton })}</p>
      </form>
      <div data-no-sign-in-link hidden>
        ${noticeBox({ lang: request.language, kind: "error", body: html`<p>${words.linkCut}</p>` })}
      </div>
      <noscript><p>${words.linkNeedsScript}</p></noscript>`,
  });
}

/** The button that the module `passkey` wakes up, and where it says how it went. */
export function passkeyForm(options: {
  readonly language: Language;
  readonly purpose: "sign-in" | "register";
  readonly label: string;
  readonly failed: string;
}): Html {
  const words = messagesFor(signInWords, options.language);
  return html`<div
    data-passkey="${options.purpose}"
    data-words-waiting="${words.waiting}"
    data-words-failed="${options.failed}"
    data-words-unsupported="${words.unsupported}"
  >
    <button class="button button-primary" type="button" hidden>${options.label}</button>
    <p class="passkey-answer" role="status"></p>
    <noscript><p>${words.needsScript}</p></noscript>
  </div>`;
}

function noteOf(query: unknown): "ended" | "signedOut" | null {
  if (typeof query !== "object" || query === null || !("note" in query)) return null;
  return query.note === "ended" || query.note === "signedOut" ? query.note : null;
}
