import { badge, definitionList, details, formatDateTime, html, messagesFor } from "@warifu/pages";
import type { Hole, Html, Language } from "@warifu/pages";
import type { Customer, CustomerView, MailDelivery, TokenView } from "@warifu/rules";
import { kindOfState } from "./state-panel.ts";
import { customerWords } from "../customer-state/words.ts";

/** IDs by their last four, the address masked; never a key, code or password. */
export function tokenPanel(
  token: TokenView,
  view: CustomerView,
  language: Language,
  setUpMail: MailDelivery | null = null,
): Html {
  const words = messagesFor(customerWords, language);
  const { tokenFields } = words;
  const moment = (atMs: number | null): string | null => (atMs === null ? null : formatDateTime(atMs, language));
  const waiting = token.status === "issued";
  const running = token.status === "inUse" || token.status === "activated";
  return facts([
    [tokenFields.userId, token.imported ? words.imported : html`<span class="mono">…${token.userIdLastFour}</span>`],
    [
      tokenFields.mail,
      token.maskedMobileEmail &&
        html`<span class="mono">${token.maskedMobileEmail}</span
          >${setUpMail && html` <small>${words.deliveries[setUpMail]}</small>`}`,
    ],
    [tokenFields.issuedAt, moment(token.issuedAtMs)],
    [tokenFields.activatedAt, moment(token.activatedAtMs)],
    [tokenFields.confirmedAt, moment(token.confirmedAtMs)],
    [tokenFields.endedAt, moment(token.endedAtMs)],
    [tokenFields.triesLeft, running ? words.times(token.triesLeft) : null],
    [tokenFields.activationTriesLeft, waiting ? words.times(token.activationTriesLeft) : null],
    [tokenFields.issuancesLeft, waiting ? words.times(view.issuancesLeft) : null],
    [tokenFields.drift, running ? words.clock(token.clockAheadSeconds) : null],
  ]);
}

/** What the branch noted. */
export function profilePanel({ customerId, profile, appliedAtMs }: Customer, language: Language): Html {
  const { fields, notNoted } = messagesFor(customerWords, language);
  const account = [profile.branchCode, profile.accountNumber].filter((part) => part !== null).join("-");
  return facts([
    [fields.customerId, html`<span class="mono">${customerId}</span>`],
    [fields.name, profile.name ?? notNoted],
    [fields.nameKana, profile.nameKana ?? notNoted],
    [fields.branch, account === "" ? notNoted : account],
    [fields.phone, profile.phone ?? notNoted],
    [fields.appliedAt, appliedAtMs === null ? null : formatDateTime(appliedAtMs, language)],
  ]);
}

/** Tokens that have ended, folded away. */
export function earlierTokens(view: CustomerView, language: Language): Html {
  const words = messagesFor(customerWords, language);
  const shown = new Set([view.token?.tokenId, view.replacement?.tokenId]);
  const earlier = view.tokens.filter(({ tokenId }) => !shown.has(tokenId));
  if (earlier.length === 0) return html``;
  return details({
    summary: `${words.earlier} (${earlier.length})`,
    body: earlier.map(
      (token) =>
        html`<p>${badge({ kind: kindOfState[token.status], label: words.states[token.status] })}</p>
          ${tokenPanel(token, view, language)}`,
    ),
  });
}

/** Only what there is. */
function facts(items: readonly (readonly [string, Hole])[]): Html {
  return definitionList(
    items.filter(([, value]) => value !== null && value !== undefined).map(([term, value]) => ({ term, value })),
  );
}
