import { useApp, useWords } from "../../app-context.ts";
import { isTolerated } from "../../clock/offset.ts";
import { amountOfOffset } from "../../clock/words.ts";
import { AlertIcon, CheckIcon, WaitingIcon } from "../../elements/icons.tsx";
import type { PhoneFindings } from "../../set-up/check-phone.ts";
import { words } from "./words.ts";

type Sign = "passed" | "noted" | "waiting";

/** What was checked before a try is spent, each with its tick. */
export function PhoneChecksList({ findings }: { findings: PhoneFindings }) {
  const { language } = useApp();
  const text = useWords(words);
  const { storage, isServiceReached, offsetMs } = findings;
  const rows: [Sign, string][] = [
    storage === undefined
      ? ["waiting", text.storageLooking]
      : storage === "kept"
        ? ["passed", text.storageKept]
        : ["passed", text.storageForNow],
    isServiceReached === undefined
      ? ["waiting", text.networkLooking]
      : isServiceReached
        ? ["passed", text.networkReached]
        : ["noted", text.networkMissing],
    clockRow(),
  ];
  function clockRow(): [Sign, string] {
    if (offsetMs === undefined) return ["waiting", text.clockLooking];
    if (offsetMs === null) return ["waiting", text.clockUnknown];
    if (isTolerated(offsetMs)) return ["passed", text.clockRight];
    const amount = amountOfOffset(offsetMs, language);
    return ["noted", offsetMs > 0 ? text.clockSlow(amount) : text.clockFast(amount)];
  }
  return (
    <section class="checks" aria-labelledby="checks-title">
      <h2 id="checks-title">{text.checks}</h2>
      <ul>
        {rows.map(([sign, row]) => (
          <li key={row} class={`check check-${sign}`}>
            {sign === "passed" ? <CheckIcon /> : sign === "noted" ? <AlertIcon /> : <WaitingIcon />}
            <span>{row}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
