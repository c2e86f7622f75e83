import { whatIsDue } from "@warifu/rules";
import type { CustomerState, Policy, Purpose } from "@warifu/rules";

/** What the ID token says was proved: its `acr`, and with it `amr` (RFC 8176). */
export const proofs = {
  /** A one-time password was accepted just now. */
  otp: { acr: "urn:warifu:otp", amr: ["otp"] },
  /** Nothing was due: the customer does not use one-time passwords. */
  none: { acr: "urn:warifu:none", amr: [] },
  /** The set-up is due, and the institution lets the customer do it later. */
  later: { acr: "urn:warifu:later", amr: [] },
} as const satisfies Record<string, { acr: string; amr: readonly string[] }>;

export type Proof = keyof typeof proofs;

/** Which token's code was accepted, and when. */
export interface AcceptedCode {
  readonly tokenId: string;
  readonly atMs: number;
}

/** One proof of one customer, as it stands in the interaction and beside the code for the bank. */
export interface Proved {
  readonly proof: Proof;
  /** The token whose code was accepted; null where none was asked for. */
  readonly tokenId: string | null;
  readonly atMs: number;
  readonly institutionId: string;
  readonly purpose: Purpose;
}

/** How long a proof is good for, from the code's acceptance until the bank has its ID token. */
export const proofMs = 60_000;

/** Whether that was less than a minute ago. A clock that went back makes nothing younger. */
export function isFresh(atMs: number, nowMs: number): boolean {
  return Math.abs(nowMs - atMs) < proofMs;
}

/**
 * Pure: whether what was proved is still so at this moment. A token that was stopped, ended or replaced since proves nothing, nor
 * does "nothing was due" once something is.
 */
export function stillProved(
  proved: Pick<Proved, "proof" | "tokenId" | "atMs" | "purpose">,
  state: CustomerState,
  policy: Pick<Policy, "laterUntilMs">,
  nowMs: number,
): boolean {
  if (!isFresh(proved.atMs, nowMs)) return false;
  const due = whatIsDue(state, nowMs);
  switch (proved.proof) {
    case "otp":
      return due.kind === "otp" && due.token.tokenId === proved.tokenId;
    case "none":
      return due.kind === "nothing" && proved.purpose === "login";
    case "later":
      return due.kind === "issue" && proved.purpose === "login" && mayComeLater(policy, nowMs);
  }
}

/** あとで設定: whether the institution lets the set-up wait at this moment. */
export function mayComeLater({ laterUntilMs }: Pick<Policy, "laterUntilMs">, nowMs: number): boolean {
  return laterUntilMs !== null && nowMs < laterUntilMs;
}

/** Reads a proof back from a record; null for anything else. */
export function asProved(value: unknown): Proved | null {
  if (typeof value !== "object" || value === null || !("proof" in value) || !("atMs" in value)) return null;
  return typeof value.proof === "string" && value.proof in proofs && typeof value.atMs === "number"
    ? (value as Proved)
    : null;
}
