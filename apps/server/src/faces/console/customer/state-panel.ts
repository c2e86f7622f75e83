import { badge, formatDateTime, html, messagesFor } from "@warifu/pages";
import type { Html, Language, NoticeKind } from "@warifu/pages";
import type { CustomerView, EventType } from "@warifu/rules";
import { stateOf } from "../customer-state/state-of.ts";
import type { CustomerStateName } from "../customer-state/state-of.ts";
import type { TimelineRow } from "./timeline.ts";
import { customerWords } from "../customer-state/words.ts";

/** The badge of each state. */
export const kindOfState: Record<CustomerStateName, "neutral" | NoticeKind> = {
  none: "neutral",
  applied: "info",
  cancelled: "neutral",
  issued: "info",
  usedUp: "warning",
  activated: "info",
  inUse: "success",
  paused: "warning",
  locked: "error",
  suspended: "warning",
  revoked: "error",
  expired: "neutral",
};

/** The events that lead into a state: the newest of them says since when and by whom. */
const leadingTo: Record<CustomerStateName, readonly EventType[]> = {
  none: [],
  applied: ["application.registered"],
  cancelled: ["application.cancelled"],
  issued: ["token.issued", "token.resumed", "token.unlocked"],
  usedUp: ["activation.started"],
  activated: ["activation.receipted", "token.resumed", "token.unlocked"],
  inUse: ["token.confirmed", "token.imported", "token.resumed", "token.unlocked"],
  paused: ["code.refused"],
  locked: ["code.refused"],
  suspended: ["token.suspended"],
  revoked: ["token.revoked"],
  expired: [],
};

/** The state in words, since when and by whom, and what it means. */
export function statePanel(view: CustomerView, timeline: readonly TimelineRow[], language: Language): Html {
  const words = messagesFor(customerWords, language);
  const state = stateOf(view);
  const cause = timeline.find(({ type }) => leadingTo[state].includes(type));
  // Nobody pauses or locks a token: wrong codes do.
  const who = cause === undefined || state === "paused" || state === "locked" ? null : cause.who;
  const sinceMs = cause?.atMs ?? (view.use === "applied" ? (view.token?.sinceMs ?? view.appliedAtMs) : null);
  const endsAtMs = view.use === "applied" && state !== "usedUp" ? (view.token?.untilMs ?? null) : null;
  // A pause ends for the staff when it ends for the customer, whose screen tells the next full minute.
  const untilMs = endsAtMs !== null && state === "paused" ? Math.ceil(endsAtMs / 60_000) * 60_000 : endsAtMs;
  return html`<p class="state">${badge({ kind: kindOfState[state], label: words.states[state] })}</p>
    <p class="state-since">
      ${sinceMs !== null && words.since(formatDateTime(sinceMs, language))}${who !== null && html`${language === "ja" ? "　" : " "}${words.by(who)}`}${untilMs !== null && html`<br />${words.until(formatDateTime(untilMs, language))}`}
    </p>
    <p>${words.explained[state]}</p>
    ${view.due === "issue" && html`<p>${words.issuances(view.issuancesLeft, view.issuancesAgainAtMs === null ? null : formatDateTime(Math.ceil(view.issuancesAgainAtMs / 60_000) * 60_000, language))}</p>`}`;
}
