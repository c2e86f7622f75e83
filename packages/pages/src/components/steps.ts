import { html } from "../html.ts";
import type { Html } from "../html.ts";
import type { Language } from "../language.ts";
import { messagesFor } from "../messages.ts";
import { sharedWords } from "../words.ts";

/** One part of a procedure, by its first and its last step as the manual counts them. */
export interface NavigatedStep {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Where one is in a procedure, whose last part ends with its last step; the same in words for those who do not see it. `current` counts
 * the parts from 1; one more than there are: everything is done.
 */
export function stepNavigation(options: {
  readonly lang: Language;
  readonly steps: readonly NavigatedStep[];
  readonly current: number;
}): Html {
  const { lang, steps, current } = options;
  const words = messagesFor(sharedWords, lang);
  const all = steps.at(-1)?.to ?? 0;
  const now = steps[current - 1];
  return html`<div class="steps">
    <p class="visually-hidden">${now === undefined ? words.stepsDone(all) : words.stepsReached(all, numberOf(now))}</p>
    <ol>
      ${steps.map((step, index) => {
        const state = index + 1 < current ? "done" : index + 1 === current ? "current" : "next";
        const word = { done: words.stepDone, current: words.stepCurrent, next: words.stepAhead }[state];
        return html`<li class="step step-${state}" ${state === "current" && html` aria-current="step"`}>
          <span class="step-number"><span>${numberOf(step)}</span></span
          ><span class="step-label">${step.label}<span class="visually-hidden"> (${word})</span></span>
        </li>`;
      })}
    </ol>
  </div>`;
}

function numberOf({ from, to }: NavigatedStep): string {
  return from === to ? String(from) : `${from}–${to}`;
}
