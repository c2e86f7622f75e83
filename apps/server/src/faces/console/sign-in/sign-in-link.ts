import { createHash } from "node:crypto";
import type { RecordStore, Staff } from "@warifu/rules";
import type { DirectoryStore } from "@warifu/rules";
import { z } from "zod";

/** Made by `warifu staff invite`: the record's ID is the SHA-256 of the link's secret, hex. */
export const signInLinkKind = "sign-in-link";

/** The secret follows behind "#": browsers send it nowhere, so that no proxy's log and no referrer keeps it. */
export const signInLinkPath = "/sign-in/link";

const linkSchema = z.object({ staffId: z.string() });

export function signInLinkId(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}

/** Uses the link up, whatever comes of it; null when it was used, has ended, or its staff member may not sign in. */
export async function useLink(
  store: RecordStore & DirectoryStore,
  token: string,
  nowMs: number,
): Promise<Staff | null> {
  const link = linkSchema.safeParse(await store.take(signInLinkKind, signInLinkId(token), nowMs));
  if (!link.success) return null;
  const staff = await store.staff(link.data.staffId);
  return staff !== null && staff.disabledAtMs === null ? staff : null;
}
