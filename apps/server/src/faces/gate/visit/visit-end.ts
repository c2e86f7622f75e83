import type { Gate } from "../gate.ts";
import { interactionSeconds } from "../openid/make-provider.ts";

/** How long a visit lasts, from its beginning and from each 延長する. */
export const visitSeconds = 30 * 60;
/** However often it is lengthened, no visit lasts longer than this. */
export const longestVisitSeconds = 2 * 60 * 60;

/** So long before its end a visit says so. WCAG 2.2, 2.2.1 asks for 20 seconds at least. */
export const warningSeconds = 2 * 60;

/** When one visit ends. */
export interface VisitEnd {
  readonly endsAtMs: number;
  /** Where lengthening ends too. */
  readonly lastAtMs: number;
}

const kind = "gate-visit-end";

/** A visit begins when its first page is asked for. */
export async function readVisitEnd({ service: { storage, nowMs } }: Gate, uid: string): Promise<VisitEnd> {
  const now = nowMs();
  const stored = await storage.get(kind, uid, now);
  if (isVisitEnd(stored)) return stored;
  const lastAtMs = now + longestVisitSeconds * 1000;
  const fresh: VisitEnd = { endsAtMs: now + visitSeconds * 1000, lastAtMs };
  // Of two first pages at once, one begins the visit.
  return keep(storage, uid, now, (begun) => begun ?? fresh);
}

/**
 * Whether anybody was shown a page of this visit so short a time ago that the provider still keeps its interaction, unless it
 * finished. Later nobody can tell one that finished from one whose time ran out.
 */
export async function wasBegun({ service: { storage, nowMs } }: Gate, uid: string): Promise<boolean> {
  const now = nowMs();
  const stored = await storage.get(kind, uid, now);
  const keptMs = (interactionSeconds - longestVisitSeconds - firstPageSeconds) * 1000;
  return isVisitEnd(stored) && now < stored.lastAtMs + keptMs;
}

/** 延長する: from now on as long as a fresh visit, within the bound. */
export async function lengthenVisit(
  { service: { storage, nowMs } }: Gate,
  uid: string,
  end: VisitEnd,
): Promise<VisitEnd> {
  const now = nowMs();
  return keep(storage, uid, now, (stored) => {
    const { endsAtMs, lastAtMs } = stored ?? end;
    return { endsAtMs: Math.max(endsAtMs, Math.min(now + visitSeconds * 1000, lastAtMs)), lastAtMs };
  });
}

async function keep(
  storage: Gate["service"]["storage"],
  uid: string,
  nowMs: number,
  decide: (stored: VisitEnd | null) => VisitEnd,
): Promise<VisitEnd> {
  const kept = await storage.change(kind, uid, nowMs, (payload) => {
    const end = decide(isVisitEnd(payload) ? payload : null);
    // Remembered beyond the end, or a visit that is over would begin anew.
    return { payload: end, expiresAtMs: end.lastAtMs + rememberedSeconds * 1000 };
  });
  if (!isVisitEnd(kept)) throw new TypeError("The visit's end was not kept.");
  return kept;
}

/** As long as the provider keeps the interaction, which began a moment earlier at least. */
const rememberedSeconds = interactionSeconds;
/** From the request to the visit's first page, generously. */
const firstPageSeconds = 60;

function isVisitEnd(value: unknown): value is VisitEnd {
  return typeof value === "object" && value !== null && "endsAtMs" in value && "lastAtMs" in value;
}
