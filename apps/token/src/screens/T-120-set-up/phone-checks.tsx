import { useApp, useClockState, useReached, useWords } from "../../app-context.ts";
import { isTolerated } from "../../clock/offset.ts";
import { amountOfOffset } from "../../clock/words.ts";
import { AlertIcon, CheckIcon, WaitingIcon } from "../../elements/icons.tsx";
import type { StorageFinding } from "../../storage/probe.ts";
import { words } from "./words.ts";

type Sign = "passed" | "noted" | "waiting";

/** What is known of the phone before a try is spent, each with its tick; network and clock as they are at this moment. */
export function PhoneChecksList({ storage }: { storage: StorageFinding | undefined }) {
  const { language } = useApp();
  const text = useWords(words);
  const reached = useReached();
  const { offsetMs } = useClockState();
  const rows: [Sign, string][] = [storageRow(), networkRow(), clockRow()];
  function storageRow(): [Sign, string] {
    if (storage === undefined) return ["waiting", text.storageLooking];
    return ["passed", storage === "kept" ? text.storageKept : text.storageForNow];
  }
  function networkRow(): [Sign, string] {
    if (reached === "unknown") return ["waiting", text.networkLooking];
    return reached === "reached" ? ["passed", text.networkReached] : ["noted", text.networkMissing];
  }
  function clockRow(): [Sign, string] {
    if (offsetMs === null) return ["waiting", reached === "notReached" ? text.clockUnknown : text.clockLooking];
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
