import type { EarlierSecret } from "@warifu/rules";
import { z } from "zod";
import { Refused } from "../refused.ts";

const hourMs = 60 * 60 * 1000;
const usualOverlapHours = 24;
/** Thirty days: an old secret that is still taken after that was forgotten. */
const longestOverlapHours = 720;

/** How a secret is asked to be changed. */
export const secretSchema = {
  newSecret: z.boolean().optional(),
  overlapHours: z
    .string()
    .refine(
      (text) => /^[1-9][0-9]{0,2}$/.test(text) && Number(text) <= longestOverlapHours,
      `must be 1 to ${longestOverlapHours}`,
    )
    .optional(),
  endOldSecret: z.boolean().optional(),
};

export const secretOptions = {
  "new-secret": { type: "boolean" },
  "overlap-hours": { type: "string" },
  "end-old-secret": { type: "boolean" },
} as const;

export const secretHelp = `
  [--new-secret]                makes a new secret and prints it once; the old one is taken beside it
  [--overlap-hours ${usualOverlapHours}]          for so long (1 to ${longestOverlapHours}), then it ends by itself
  [--end-old-secret]            ends the old one now; with --new-secret: there is no overlap`;

interface Asked {
  readonly newSecret?: boolean | undefined;
  readonly overlapHours?: string | undefined;
  readonly endOldSecret?: boolean | undefined;
}

/** @throws Refused for what does not go together, whatever the secrets are */
export function checkSecretAsked({ newSecret, overlapHours, endOldSecret }: Asked): void {
  if (overlapHours === undefined) return;
  if (!newSecret) throw new Refused("--overlap-hours is for --new-secret.");
  if (endOldSecret) throw new Refused("--overlap-hours and --end-old-secret do not go together.");
}

/** A secret as it stands, and the one that it replaced while that one is still taken. */
export interface Secrets {
  readonly secret: string;
  readonly earlier: EarlierSecret | null;
}

/**
 * What becomes of the two. Never are there three: whoever changes again in the overlap has to say that the oldest ends.
 * @param made a secret that nobody has used, for when a new one is asked for
 * @throws Refused
 */
export function replaceSecret(standing: Secrets, asked: Asked, made: string, nowMs: number): Secrets {
  const { secret } = standing;
  const earlier = standing.earlier !== null && nowMs < standing.earlier.endsAtMs ? standing.earlier : null;
  const { newSecret = false, endOldSecret = false, overlapHours = String(usualOverlapHours) } = asked;
  if (!newSecret) {
    if (endOldSecret && earlier === null) throw new Refused("No old secret is taken any more.");
    return { secret, earlier: endOldSecret ? null : earlier };
  }
  if (endOldSecret) return { secret: made, earlier: null };
  if (earlier !== null) {
    throw new Refused(
      `The secret before this one is taken until ${momentText(earlier.endsAtMs)}. End it first with --end-old-secret; ` +
        "--new-secret and --end-old-secret together end this one, too.",
    );
  }
  return { secret: made, earlier: { secret, endsAtMs: nowMs + Number(overlapHours) * hourMs } };
}

/** Until when the old secret is taken, as it is told; null where it is not. */
export function overlapText(earlier: EarlierSecret | null): string {
  return earlier === null
    ? "No old secret is taken."
    : `The old secret is taken until ${momentText(earlier.endsAtMs)}.`;
}

function momentText(ms: number): string {
  return new Date(ms).toISOString();
}
