import type { TokenStatus } from "../token.ts";

/** `none`: before the token exists. `time`: nobody acts, the clock moves it. */
export type TokenLifeState = TokenStatus | "none";

export interface TokenTransition {
  readonly by: string;
  readonly from: readonly TokenLifeState[];
  readonly to: readonly TokenStatus[];
}

const running = ["issued", "activated", "inUse", "paused", "locked"] as const;
const live = [...running, "suspended"] as const;

/**
 * Every way from one status of a token to another. The test runs all acts over all statuses and holds this list against
 * what it saw: a way that is missing here, or that no act takes, fails.
 */
export const tokenTransitions: readonly TokenTransition[] = [
  { by: "issue", from: ["none"], to: ["issued"] },
  { by: "importToken", from: ["none"], to: ["inUse"] },
  { by: "receipt", from: ["issued"], to: ["activated"] },
  { by: "confirm", from: ["activated"], to: ["inUse"] },
  { by: "confirm: wrong code", from: ["activated"], to: ["paused", "locked"] },
  { by: "verify: wrong code", from: ["inUse"], to: ["paused", "locked"] },
  { by: "confirm: used code", from: ["activated"], to: ["paused"] },
  { by: "verify: used code", from: ["inUse"], to: ["paused"] },
  { by: "time", from: ["paused"], to: ["activated", "inUse"] },
  { by: "unlock", from: ["paused", "locked"], to: ["activated", "inUse"] },
  { by: "suspend", from: running, to: ["suspended"] },
  { by: "resume", from: ["suspended"], to: running },
  { by: "revoke", from: live, to: ["revoked"] },
  { by: "cancel", from: live, to: ["revoked"] },
  { by: "issue: again", from: ["issued", "activated", "paused"], to: ["revoked"] },
  { by: "importToken: beside it", from: ["issued", "activated", "paused", "locked"], to: ["revoked"] },
  { by: "confirm: of its replacement", from: ["inUse", "paused", "locked"], to: ["revoked"] },
  { by: "time", from: ["issued", "activated", "paused", "locked", "suspended"], to: ["expired"] },
];
