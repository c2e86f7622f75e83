import type { WireEvent } from "@warifu/wire";

/** What the feed has told about one customer, since the application that now holds. Moments in milliseconds; null: not yet. */
export interface PersonProgress {
  readonly appliedAtMs: number | null;
  /** The token that was issued last. */
  readonly tokenId: string | null;
  readonly issuedAtMs: number | null;
  /** The IDs of 手順2 were used in the app. */
  readonly setUpBegunAtMs: number | null;
  /** The last try of the set-up was used, and nothing has come of it yet. */
  readonly usedUpAtMs: number | null;
  readonly setUpAtMs: number | null;
  readonly confirmedAtMs: number | null;
  readonly loggedInAtMs: number | null;
  readonly transferredAtMs: number | null;
  /** A code was refused because it had been used. */
  readonly usedAgainAtMs: number | null;
  readonly suspendedAtMs: number | null;
}

export const nothingYet: PersonProgress = {
  appliedAtMs: null,
  tokenId: null,
  issuedAtMs: null,
  setUpBegunAtMs: null,
  usedUpAtMs: null,
  setUpAtMs: null,
  confirmedAtMs: null,
  loggedInAtMs: null,
  transferredAtMs: null,
  usedAgainAtMs: null,
  suspendedAtMs: null,
};

/** The progress after one more event of this customer; an event that says nothing about it changes nothing. */
export function afterEvent(progress: PersonProgress, event: WireEvent): PersonProgress {
  const { type, atMs, tokenId, detail } = event;
  const isCurrent = tokenId !== null && tokenId === progress.tokenId;
  switch (type) {
    case "application.registered":
      return { ...nothingYet, appliedAtMs: atMs };
    case "application.cancelled":
      return nothingYet;
    case "token.issued":
      return { ...nothingYet, appliedAtMs: progress.appliedAtMs ?? atMs, tokenId, issuedAtMs: atMs };
    // The end of a token that another one has replaced says nothing about that one.
    case "token.revoked":
    case "token.expired":
      return isCurrent ? { ...nothingYet, appliedAtMs: progress.appliedAtMs } : progress;
    case "activation.started":
      return isCurrent
        ? { ...progress, setUpBegunAtMs: atMs, usedUpAtMs: detail["triesLeft"] === 0 ? atMs : null }
        : progress;
    case "activation.finished":
      return isCurrent ? { ...progress, usedUpAtMs: null } : progress;
    case "activation.receipted":
      return isCurrent ? { ...progress, setUpAtMs: atMs } : progress;
    case "token.confirmed":
      return isCurrent ? { ...progress, confirmedAtMs: atMs } : progress;
    case "code.accepted":
      if (detail["purpose"] === "login") return { ...progress, loggedInAtMs: atMs };
      return detail["purpose"] === "transfer" ? { ...progress, transferredAtMs: atMs } : progress;
    case "code.refused":
      return detail["reason"] === "used" ? { ...progress, usedAgainAtMs: atMs } : progress;
    case "token.suspended":
      return isCurrent ? { ...progress, suspendedAtMs: atMs } : progress;
    default:
      return progress;
  }
}

/** What the page ticks off, in the order in which it is done. */
export const stepKeys = ["apply", "issue", "mail", "setUp", "show", "confirm"] as const;
export type StepKey = (typeof stepKeys)[number];

/** What there is to try afterwards. */
export const laterKeys = ["logIn", "transfer", "usedAgain", "suspend"] as const;
export type LaterKey = (typeof laterKeys)[number];

/** Which steps are done. The newest mail is the demo's own knowledge: the service tells nobody that a mail was read. */
export function doneOf(
  progress: PersonProgress,
  newestMailAtMs: number | null,
): Readonly<Record<StepKey | LaterKey, boolean>> {
  // A token that can no longer be set up leads nowhere: it is issued anew.
  const issuedAtMs = progress.usedUpAtMs === null ? progress.issuedAtMs : null;
  const mailHasCome = issuedAtMs !== null && newestMailAtMs !== null && newestMailAtMs >= issuedAtMs;
  return {
    apply: progress.appliedAtMs !== null,
    issue: issuedAtMs !== null,
    mail: mailHasCome || (issuedAtMs !== null && progress.setUpBegunAtMs !== null),
    setUp: progress.setUpAtMs !== null,
    // The phone shows its numbers without telling anybody: that it did is known when one of them arrives.
    show: progress.confirmedAtMs !== null,
    confirm: progress.confirmedAtMs !== null,
    logIn: progress.loggedInAtMs !== null,
    transfer: progress.transferredAtMs !== null,
    usedAgain: progress.usedAgainAtMs !== null,
    suspend: progress.suspendedAtMs !== null,
  };
}
