import { createHash } from "node:crypto";
import type { RecordStore, Staff } from "@warifu/rules";
import type { DirectoryStore } from "@warifu/rules";
import { z } from "zod";

/** Made by `warifu staff invite`: the record's ID is the SHA-256 of the link's last part, hex. */
export const signInLinkKind = "sign-in-link";

const linkSchema = z.object({ staffId: z.string() });

export function signInLinkId(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}

/** Whether the link still opens; looking at it (mail scanners do) changes nothing. */
export async function isLinkLive(records: RecordStore, token: string, nowMs: number): Promise<boolean> {
  return linkSchema.safeParse(await records.get(signInLinkKind, signInLinkId(token), nowMs)).success;
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
