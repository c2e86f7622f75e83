import { useApp, useClockState, useWords } from "../../app-context.ts";
import { isTolerated } from "../../clock/offset.ts";
import { amountOfOffset } from "../../clock/words.ts";
import { Notice } from "../../elements/notice.tsx";
import { words } from "./words.ts";

/** Nothing up to 20 seconds; then a word about it, with the correction as an offer; while correcting, a chip that says so. */
export function ClockNotice() {
  const { clock, language } = useApp();
  const text = useWords(words);
  const { offsetMs, correction } = useClockState();
  if (correction !== null) {
    const amount = amountOfOffset(correction.offsetMs, language);
    return (
      <div class="chips">
        <span class="chip">{correction.offsetMs > 0 ? text.correctingPlus(amount) : text.correctingMinus(amount)}</span>
        <button type="button" class="text-button" onClick={clock.stopCorrecting}>
          {text.stopCorrecting}
        </button>
      </div>
    );
  }
  if (offsetMs === null || isTolerated(offsetMs)) return null;
  const amount = amountOfOffset(offsetMs, language);
  return (
    <Notice kind="warning" title={offsetMs > 0 ? text.clockSlow(amount) : text.clockFast(amount)}>
      <p>{text.clockWay}</p>
      <button type="button" class="button button-outline" onClick={clock.correct}>
        {text.correct}
      </button>
    </Notice>
  );
}
