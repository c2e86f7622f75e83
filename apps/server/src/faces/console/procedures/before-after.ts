import { html, messagesFor, table } from "@warifu/pages";
import type { Hole, Html, Language } from "@warifu/pages";
import { gateNames } from "../../../gate-names.ts";
import { screenOfSight } from "../customer-state/what-customer-sees.ts";
import type { Sight } from "../customer-state/what-customer-sees.ts";
import { customerWords } from "../customer-state/words.ts";
import type { Change } from "./preview.ts";
import { procedureWords } from "./words.ts";

/** 現在 → 手続き後, in words. */
export function changeTable(changes: readonly Change[], language: Language): Html {
  const words = messagesFor(procedureWords, language);
  const changed = table({
    caption: `${words.now} → ${words.after}`,
    hideCaption: true,
    columns: [words.item, words.now, words.after].map((label) => ({ label })),
    rows: changes.map((change): Hole[] => {
      const { item, before, after } = inWords(change, language);
      return [
        item,
        before,
        before === after ? html`<span class="unchanged">${words.staysTheSame}</span>` : html`<strong>${after}</strong>`,
      ];
    }),
  });
  return html`<div class="change-table">${changed}</div>`;
}

function inWords(change: Change, language: Language): { item: string; before: string; after: string } {
  const { state, states, tokenFields, times } = messagesFor(customerWords, language);
  const { fields, liveTokens, noEntry, screen, noScreen } = messagesFor(procedureWords, language);
  const screenNameOf = (sight: Sight): string => {
    const shown = screenOfSight[sight];
    return shown === null ? noScreen : gateNames[language].screen[shown];
  };
  switch (change.item) {
    case "state":
      return { item: state, before: states[change.before], after: states[change.after] };
    case "sight":
      return { item: screen, before: screenNameOf(change.before), after: screenNameOf(change.after) };
    case "triesLeft":
    case "issuancesLeft":
      return { item: tokenFields[change.item], before: times(change.before), after: times(change.after) };
    case "liveTokens":
      return { item: liveTokens.item, before: liveTokens.count(change.before), after: liveTokens.count(change.after) };
    default:
      return { item: fields[change.item], before: change.before ?? noEntry, after: change.after ?? noEntry };
  }
}
