import { html } from "../html.ts";
import type { Html } from "../html.ts";
import type { Language } from "../language.ts";
import { messagesFor } from "../messages.ts";
import { sharedWords } from "../words.ts";

/** Where one is in a procedure of several steps; the same in words for those who do not see it. `current` counts from 1. */
export function stepNavigation(options: {
  readonly lang: Language;
  readonly steps: readonly string[];
  readonly current: number;
}): Html {
  const { lang, steps, current } = options;
  const words = messagesFor(sharedWords, lang);
  return html`<div class="steps">
    <p class="visually-hidden">${words.stepsReached(steps.length, Math.min(current, steps.length))}</p>
    <ol>
      ${steps.map((label, index) => {
        const state = index + 1 < current ? "done" : index + 1 === current ? "current" : "next";
        const word = { done: words.stepDone, current: words.stepCurrent, next: words.stepAhead }[state];
        return html`<li class="step step-${state}" ${state === "current" && html` aria-current="step"`}>
          <span class="step-number">${index + 1}</span
          ><span class="step-label">${label}<span class="visually-hidden"> (${word})</span></span>
        </li>`;
      })}
    </ol>
  </div>`;
}
