import { hasJumped, stillHolds, type ClockCorrection, type ClockReading } from "./correction.ts";
import { isTolerated, offsetMsOf } from "./offset.ts";

/** What is known about the phone's clock. `offsetMs` null: not measured since the app was opened. */
export interface ClockState {
  readonly offsetMs: number | null;
  readonly correction: ClockCorrection | null;
}

/** The one clock of the app: codes, ring and every refresh read it, so they can never disagree. */
export interface AppClock {
  /** The time codes are made of, in milliseconds: the phone's clock, corrected if the customer chose so. Read anew each time. */
  readonly nowMs: () => number;
  /** The service's time as this phone knows it; null before it was measured. */
  readonly serviceNowMs: () => number | null;
  readonly state: () => ClockState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks the service for its time. False, and all is left as it is, when there is no answer. */
  readonly measure: () => Promise<boolean>;
  /** Looks whether the phone's clock was set since the last look. A correction is dropped then, and the offset measured again. */
  readonly look: () => void;
  readonly correct: () => void;
  readonly stopCorrecting: () => void;
}

export interface ClockParts {
  readPhoneMs(): number;
  readMonotonicMs(): number;
  isVisible(): boolean;
  /** The service's time, or undefined without network. */
  serviceTimeMs(): Promise<number | undefined>;
  keepCorrection(correction: ClockCorrection | null): void;
  readonly correction: ClockCorrection | null;
}

const lastSeenEveryMs = 30_000;

export function makeAppClock(parts: ClockParts): AppClock {
  const listeners = new Set<() => void>();
  const kept = parts.correction !== null && stillHolds(parts.correction, parts.readPhoneMs()) ? parts.correction : null;
  if (kept !== parts.correction) parts.keepCorrection(null);
  let state: ClockState = { offsetMs: null, correction: kept };
  let lastReading = read();

  function read(): ClockReading {
    return { wallMs: parts.readPhoneMs(), monotonicMs: parts.readMonotonicMs(), visible: parts.isVisible() };
  }

  function change(next: ClockState): void {
    if (next.correction !== state.correction) parts.keepCorrection(next.correction);
    state = next;
    for (const listener of listeners) listener();
  }

  function correctionBy(offsetMs: number): ClockCorrection {
    const phoneNowMs = parts.readPhoneMs();
    return { offsetMs, measuredAtMs: phoneNowMs, lastSeenMs: phoneNowMs };
  }

  async function measure(): Promise<boolean> {
    const before = read();
    const serviceMs = await parts.serviceTimeMs();
    const after = read();
    if (serviceMs === undefined) return false;
    // A clock set in the middle of the question makes the answer worthless; the next look asks again.
    if (hasJumped(before, after)) return true;
    const offsetMs = offsetMsOf({ sentMs: before.wallMs, receivedMs: after.wallMs, serviceMs });
    const wanted = state.correction !== null && !isTolerated(offsetMs);
    change({ offsetMs, correction: wanted ? correctionBy(offsetMs) : null });
    return true;
  }

  return {
    nowMs: () => parts.readPhoneMs() + (state.correction?.offsetMs ?? 0),
    serviceNowMs: () => (state.offsetMs === null ? null : parts.readPhoneMs() + state.offsetMs),
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    measure,
    look() {
      const reading = read();
      const jumped = hasJumped(lastReading, reading);
      lastReading = reading;
      if (jumped) {
        change({ offsetMs: null, correction: null });
        void measure();
      } else if (state.correction !== null && reading.wallMs - state.correction.lastSeenMs > lastSeenEveryMs) {
        change({ ...state, correction: { ...state.correction, lastSeenMs: reading.wallMs } });
      }
    },
    correct() {
      if (state.offsetMs !== null) change({ ...state, correction: correctionBy(state.offsetMs) });
    },
    stopCorrecting() {
      change({ ...state, correction: null });
    },
  };
}
