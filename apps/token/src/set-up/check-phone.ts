import type { AppClock } from "../clock/app-clock.ts";
import type { StorageFinding } from "../storage/probe.ts";

/** What was found out about the phone before a try is spent; a part that is undefined is still being looked at. */
export interface PhoneFindings {
  readonly storage?: StorageFinding;
  readonly isServiceReached?: boolean;
  /** Service minus phone; null when the service was not reached. */
  readonly offsetMs?: number | null;
}

export interface PhoneChecks {
  readonly probeStorage: () => Promise<StorageFinding>;
  readonly clock: Pick<AppClock, "measure" | "state">;
}

/** Looks at storage, network and clock, and tells each finding as it comes. */
export async function checkPhone(
  { probeStorage, clock }: PhoneChecks,
  tell: (findings: PhoneFindings) => void,
): Promise<Required<PhoneFindings>> {
  const storage = await probeStorage();
  tell({ storage });
  const isServiceReached = await clock.measure();
  const offsetMs = isServiceReached ? clock.state().offsetMs : null;
  const findings = { storage, isServiceReached, offsetMs };
  tell(findings);
  return findings;
}

/** Nothing stands in the way of spending a try. A clock that is off is told, but can be mended or corrected afterwards. */
export function mayGoOn(findings: PhoneFindings): boolean {
  return findings.storage !== undefined && findings.storage !== "blocked" && findings.isServiceReached === true;
}
