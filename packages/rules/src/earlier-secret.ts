import type { EarlierSecret } from "./ports/storage.ts";

/** The secret before the newest one while it is still taken; null when there is none, or its time is over. */
export function earlierSecretAt(
  { earlierSecret }: { readonly earlierSecret?: EarlierSecret },
  nowMs: number,
): string | null {
  return earlierSecret !== undefined && nowMs < earlierSecret.endsAtMs ? earlierSecret.secret : null;
}
