import { useWords } from "../../app-context.ts";
import { isChangingSoon } from "../../code/countdown.ts";
import { words } from "./words.ts";

const radius = 26;
const circumference = 2 * Math.PI * radius;

export interface CountdownProps {
  readonly seconds: number;
  readonly periodSeconds: number;
  /** The code came into sight too late to be typed: the next one is awaited. */
  readonly isSatOut: boolean;
}

/** The ring and あと42秒: the same number twice, for the eye and in words. It moves once a second and announces nothing by itself. */
export function Countdown({ seconds, periodSeconds, isSatOut }: CountdownProps) {
  const text = useWords(words);
  const isSoon = isChangingSoon(seconds);
  return (
    <div class={isSoon ? "countdown countdown-soon" : "countdown"}>
      <div class="countdown-now">
        <svg class="ring" viewBox="0 0 64 64" width="64" height="64" aria-hidden="true" focusable="false">
          <circle class="ring-track" cx="32" cy="32" r={radius} />
          <circle
            class="ring-rest"
            cx="32"
            cy="32"
            r={radius}
            transform="rotate(-90 32 32)"
            stroke-dasharray={circumference.toFixed(2)}
            stroke-dashoffset={(circumference * (1 - seconds / periodSeconds)).toFixed(2)}
          />
        </svg>
        <p role="timer" class="seconds">
          {text.secondsBefore}
          <b>{seconds}</b>
          {text.secondsAfter === "秒" ? text.secondsAfter : ` ${text.secondsAfter}`}
        </p>
      </div>
      <p class="soon">{isSatOut ? text.waitForNext : isSoon ? text.changingSoon : ""}</p>
    </div>
  );
}
