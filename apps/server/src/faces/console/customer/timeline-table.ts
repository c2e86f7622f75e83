import { formatDateTime, html, messagesFor, table } from "@warifu/pages";
import type { Html, Language } from "@warifu/pages";
import type { TimelineRow } from "./timeline.ts";
import { customerWords } from "../customer-state/words.ts";

/** 経過, newest first. */
export function timelineTable(timeline: readonly TimelineRow[], language: Language): Html {
  const words = messagesFor(customerWords, language);
  const { columns } = words;
  return table({
    caption: words.timeline,
    hideCaption: true,
    empty: words.timelineEmpty,
    columns: [columns.when, columns.what, columns.channel, columns.who].map((label) => ({ label })),
    rows: timeline.map(({ atMs, what, causes, channel, who }) => [
      html`<span class="moment">${formatDateTime(atMs, language)}</span>`,
      html`<span class="what">${what}</span
        >${causes.length > 0 && html`<span class="causes">${causes.join(language === "ja" ? "・" : ", ")}</span>`}`,
      channel,
      who,
    ]),
  });
}
