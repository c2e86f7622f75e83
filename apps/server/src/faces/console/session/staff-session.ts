import { createHash, randomBytes } from "node:crypto";
import type { NewRecord, RecordStore } from "@warifu/rules";
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
  const { payload, expiresAtMs, groups } = recordOf(session);
  await records.put(kind, sessionIdOf(secret), payload, expiresAtMs, groups);
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
  const session = asSession(await records.get(kind, sessionId, nowMs), nowMs);
  if (session === null) return null;
  if (nowMs - session.seenAtMs < touchEveryMs) return { sessionId, session };
  const touched = await change(records, sessionId, nowMs, { seenAtMs: nowMs });
  return touched === null ? null : { sessionId, session: touched };
}

/** Keeps something with the session (search, notice), if nobody signed out meanwhile. */
export async function changeSession(
  records: RecordStore,
  { sessionId }: OpenSession,
  changes: Partial<Pick<StaffSession, "search" | "notice">>,
  nowMs: number,
): Promise<void> {
  await change(records, sessionId, nowMs, changes);
}

export async function endSession(records: RecordStore, secret: string | undefined): Promise<void> {
  if (secret !== undefined) await records.remove(kind, sessionIdOf(secret));
}

/** Changes the session as it stands; null when it has ended, and then it stays ended. */
async function change(
  records: RecordStore,
  sessionId: string,
  nowMs: number,
  changes: Partial<StaffSession>,
): Promise<StaffSession | null> {
  const changed = await records.change(kind, sessionId, nowMs, (payload) => {
    const session = asSession(payload, nowMs);
    return session === null ? null : recordOf({ ...session, ...changes });
  });
  return asSession(changed, nowMs);
}

function recordOf(session: StaffSession): Required<NewRecord> {
  return { payload: session, expiresAtMs: endOf(session), groups: [`staff:${session.staffId}`] };
}

function asSession(payload: unknown, nowMs: number): StaffSession | null {
  const read = sessionSchema.safeParse(payload);
  return read.success && nowMs < endOf(read.data) ? read.data : null;
}

/** When the session ends if nothing more happens. */
export function endOf(session: StaffSession): number {
  return Math.min(session.seenAtMs + idleMs, session.startedAtMs + absoluteMs);
}

function sessionIdOf(secret: string): string {
  return createHash("sha256").update(secret, "utf8").digest("hex");
}
