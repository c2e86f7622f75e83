/** The customer's choice to show codes of the service's time although the phone's clock is off. */
export interface ClockCorrection {
  /** Added to the phone's clock. */
  readonly offsetMs: number;
  /** What the phone's clock said when this was measured, and when it was last looked at: a clock before that has been set back. */
  readonly measuredAtMs: number;
  readonly lastSeenMs: number;
}

/** Two clocks of the phone read at one moment: the one a person can set, and the one that only counts. */
export interface ClockReading {
  readonly wallMs: number;
  readonly monotonicMs: number;
  /** The counting clock stands still while the phone sleeps, so across a time out of sight the two may drift apart. */
  readonly visible: boolean;
}

const jumpMs = 2_000;

/** Whether somebody (or the network) set the phone's clock between two readings. Backwards always shows; forwards only while in sight. */
export function hasJumped(before: ClockReading, now: ClockReading): boolean {
  const ahead = now.wallMs - before.wallMs - (now.monotonicMs - before.monotonicMs);
  if (ahead < -jumpMs) return true;
  return ahead > jumpMs && before.visible && now.visible;
}

/** A correction from an earlier opening of the app still holds unless the phone's clock has been set back since. */
export function stillHolds(correction: ClockCorrection, phoneNowMs: number): boolean {
  return phoneNowMs >= correction.lastSeenMs - jumpMs;
}
