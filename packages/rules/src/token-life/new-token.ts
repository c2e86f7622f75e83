import { noStep, type Token } from "../token.ts";

/** What differs between a token issued here and one taken over from elsewhere. */
type TokenOrigin = Pick<
  Token,
  | "tokenId"
  | "userId"
  | "life"
  | "algorithm"
  | "digits"
  | "periodSeconds"
  | "issuedAtMs"
  | "expiresAtMs"
  | "mobileEmail"
  | "mailSentAtMs"
  | "locale"
  | "registrationRecord"
  | "activationTriesLeft"
  | "key"
  | "activatedAtMs"
  | "confirmedAtMs"
  | "replacesTokenId"
>;

/** A token at the start of its life: no code seen, nothing counted, nobody stopped it. */
export function newToken(origin: TokenOrigin): Token {
  return {
    ...origin,
    endedAtMs: null,
    mailResends: 0,
    lastStep: noStep,
    driftSteps: 0,
    wrongInARow: 0,
    pausesInARow: 0,
    wrongSinceConfirm: 0,
    replaysInARow: 0,
    pausedUntilMs: null,
    lockedAtMs: null,
    suspendedAtMs: null,
  };
}
