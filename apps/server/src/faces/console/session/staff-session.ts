import { createHash, randomBytes } from "node:crypto";
import type { RecordStore } from "@warifu/rules";
import { z } from "zod";

const kind = "staff-session";

/** A desk left alone for a quarter of an hour is closed; nobody works longer than twelve hours at a stretch (design §8). */
export const idleMs = 15 * 60_000;
export const absoluteMs = 12 * 60 * 60_000;
/** The clock of idleness is written at most this often. */
const touchEveryMs = 30_000;

const sessionSchema = z.strictObject({
  staffId: z.string(),
  institutionId: z.string(),
  startedAtMs: z.int(),
  seenAtMs: z.int(),
  /** The fields of the last search: they name people, so they are kept here and not in an address. */
  search: z.record(z.string(), z.string()),
  /** What the next page says once, on top: a key of its words. */
  notice: z.string().nullable(),
});

export type StaffSession = Readonly<z.infer<typeof sessionSchema>>;

export interface OpenSession {
  /** SHA-256 of what the cookie holds: a copy of the database opens no session. */
  readonly sessionId: string;
  readonly session: StaffSession;
}

/** Begins a session under a new secret: whatever the browser held before opens nothing (fixation). */
export async function beginSession(
  records: RecordStore,
  { staffId, institutionId }: { readonly staffId: string; readonly institutionId: string },
  nowMs: number,
): Promise<{ readonly secret: string }> {
  const secret = randomBytes(32).toString("base64url");
  const session: StaffSession = {
    staffId,
    institutionId,
    startedAtMs: nowMs,
    seenAtMs: nowMs,
    search: {},
    notice: null,
  };
  await save(records, { sessionId: sessionIdOf(secret), session });
  return { secret };
}

/** The live session behind a cookie, or null; being read keeps it alive. */
export async function readSession(
  records: RecordStore,
  secret: string | undefined,
  nowMs: number,
): Promise<OpenSession | null> {
  if (secret === undefined || secret.length > 100) return null;
  const sessionId = sessionIdOf(secret);
  const read = sessionSchema.safeParse(await records.get(kind, sessionId, nowMs));
  if (!read.success || nowMs >= endOf(read.data)) return null;
  const session = read.data;
  if (nowMs - session.seenAtMs < touchEveryMs) return { sessionId, session };
  const touched = { sessionId, session: { ...session, seenAtMs: nowMs } };
  await save(records, touched);
  return touched;
}

/** Keeps something with the session (search, notice). */
export async function changeSession(
  records: RecordStore,
  { sessionId, session }: OpenSession,
  change: Partial<Pick<StaffSession, "search" | "notice">>,
): Promise<void> {
  await save(records, { sessionId, session: { ...session, ...change } });
}

export async function endSession(records: RecordStore, secret: string | undefined): Promise<void> {
  if (secret !== undefined) await records.remove(kind, sessionIdOf(secret));
}

async function save(records: RecordStore, { sessionId, session }: OpenSession): Promise<void> {
  await records.put(kind, sessionId, session, endOf(session), [`staff:${session.staffId}`]);
}

/** When the session ends if nothing more happens. */
export function endOf(session: StaffSession): number {
  return Math.min(session.seenAtMs + idleMs, session.startedAtMs + absoluteMs);
}

function sessionIdOf(secret: string): string {
  return createHash("sha256").update(secret, "utf8").digest("hex");
}
