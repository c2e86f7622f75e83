import { asStep, type Step } from "@warifu/otp";

/** The part of a token's life that is stored. Pauses, locks and suspensions lie on top of `inUse` and earlier. */
export type TokenLife = "issued" | "activated" | "inUse" | "revoked" | "expired";

/** What a person is told (glossary): the stored life seen at one moment. */
export type TokenStatus = TokenLife | "paused" | "locked" | "suspended";

/** Language of the customer at this issuance; its mails are written in it. */
export type Locale = "ja" | "en";

export type TokenId = string & { readonly __brand: "TokenId" };

/** The token's key, opened only by whoever really needs it. `open` throws KeyUnreadable when the stored form is damaged. */
export interface TokenKey {
  open(): Uint8Array;
}

/** The address of a phone, opened only by whoever writes to it or shows a part of it. `open` throws KeyUnreadable when damaged. */
export interface MobileEmail {
  open(): string;
}

export class KeyUnreadable extends Error {
  override name = "KeyUnreadable";
}

/** One issuance: its IDs, its key, its life. */
export interface Token {
  readonly tokenId: TokenId;
  /** 16 characters for tokens issued here; null for imported ones, which are never activated. */
  readonly userId: string | null;
  readonly life: TokenLife;
  readonly algorithm: "SHA-1" | "SHA-256" | "SHA-512";
  readonly digits: 6 | 7 | 8;
  readonly periodSeconds: number;

  readonly issuedAtMs: number;
  /** After this moment an `issued` or `activated` token counts as expired. */
  readonly expiresAtMs: number;
  readonly activatedAtMs: number | null;
  readonly confirmedAtMs: number | null;
  readonly endedAtMs: number | null;

  /** Address of the phone; kept while the institution may need to write to it. */
  readonly mobileEmail: MobileEmail | null;
  readonly mailSentAtMs: number | null;
  readonly mailResends: number;
  readonly locale: Locale;

  /** OPAQUE record of the activation password (RFC 9807); null once the receipt has come. Base64url. */
  readonly registrationRecord: string | null;
  readonly activationTriesLeft: number;

  readonly key: TokenKey | null;
  /** Newest step accepted; a code at or below it is used. `noStep` (-1) before the first. */
  readonly lastStep: Step;
  /** Learned difference between the phone's clock and ours, in steps. */
  readonly driftSteps: number;

  /** Wrong codes in a row, pauses without a success between, wrong codes since confirmation, replays since the last success. */
  readonly wrongInARow: number;
  readonly pausesInARow: number;
  readonly wrongSinceConfirm: number;
  readonly replaysInARow: number;
  readonly pausedUntilMs: number | null;
  readonly lockedAtMs: number | null;
  readonly suspendedAtMs: number | null;
  /** The token that this one replaces once it is confirmed. */
  readonly replacesTokenId: TokenId | null;
}

/** Stands in `lastStep` until a code was accepted. */
export const noStep: Step = asStep(-1);

/** Precedence: an end beats a stop by a person, which beats a lock, which beats a pause. */
export function statusAt(token: Token, nowMs: number): TokenStatus {
  if (token.life === "revoked" || token.life === "expired") return token.life;
  if (token.life !== "inUse" && nowMs >= token.expiresAtMs) return "expired";
  if (token.suspendedAtMs !== null) return "suspended";
  if (token.lockedAtMs !== null) return "locked";
  if (token.pausedUntilMs !== null && nowMs < token.pausedUntilMs) return "paused";
  return token.life;
}

/** The token's key, or null when it is missing or its stored form is damaged. One row's damage is one customer's trouble. */
export function openedKey(token: Token): Uint8Array | null {
  return opened(token.key);
}

/** The address, or null when there is none or its stored form is damaged: a lock must not fail for want of a mail. */
export function openedMobileEmail({ mobileEmail }: Token): string | null {
  return opened(mobileEmail);
}

/** An address as an act hands it to the store, which seals it. */
export function mobileEmailOf(text: string): MobileEmail {
  return { open: () => text };
}

function opened<Value>(sealed: { open(): Value } | null): Value | null {
  try {
    return sealed?.open() ?? null;
  } catch (error) {
    if (error instanceof KeyUnreadable) return null;
    throw error;
  }
}

/** A key as an act hands it to the store, which seals it. Keeps its own copy: the caller may wipe its bytes. */
export function keyOf(bytes: Uint8Array): TokenKey {
  const copy = bytes.slice();
  return { open: () => copy.slice() };
}
