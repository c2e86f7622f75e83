import { defaultPolicy, fencedStep } from "@warifu/rules";
import type { Institution, Storage } from "@warifu/rules";
import { z } from "zod";
import { newestMoment } from "../clock/watch-clock.ts";
import { Refused } from "../refused.ts";
import { operatorEvent } from "./operator.ts";
import { dataCommand } from "./command.ts";

export const fenceRaise = dataCommand({
  name: "fence raise",
  summary: "declares every code used that a phone could have shown until now",
  help: `
  [--after-restore]             for a backup put back: also the codes of phones whose clock runs ahead, as far as any may,
                                since what was learned about them is lost. Codes are accepted again that much later
  [--no-resync]                 with --after-restore, where no event token.resynced was committed since the backup: phones run ahead no
                                further than the backup knows. Codes are accepted again within minutes

  Raise it before the service starts: what you declare, the service does not raise further by itself.`,
  options: { "after-restore": { type: "boolean" }, "no-resync": { type: "boolean" } },
  schema: z.strictObject({ afterRestore: z.boolean().default(false), noResync: z.boolean().default(false) }),
  async perform({ storage, nowMs }, { afterRestore, noResync }) {
    if (noResync && !afterRestore)
      throw new Refused("--no-resync says something about a restore: add --after-restore.");
    const institutions = await storage.institutions();
    const atMs = nowMs();
    // Of an institution whose row was changed from outside nobody knows what it allows: as much as any may.
    const isWhole = (await storage.countInstitutions()) === institutions.length;
    const atLeastMs = isWhole ? 0 : 1000 * defaultPolicy.driftLimitSeconds;
    const aheadMs = noResync ? clockDriftMs : Math.max(atLeastMs, longestDriftMs(institutions));
    const fenceMs = atMs + (afterRestore ? aheadMs : 0);
    const detail = { reason: "operator", fenceMs, afterRestore, noResync };
    const standsAtMs = await storage.raiseFence(fenceMs, operatorEvent("fence.raised", atMs, null, detail));
    const told = tellFence(standsAtMs, institutions);
    if (!afterRestore) return told;
    const copyOfMs = await momentOfCopy(storage, atMs);
    return { text: `${told.text}\n${whatComesBack(copyOfMs)}`, json: { ...told.json, copyOfMs } };
  },
});

export const fenceShow = dataCommand({
  name: "fence show",
  summary: "tells until when codes are refused because of the fence",
  help: "",
  options: {},
  schema: z.strictObject({}),
  async perform({ storage }) {
    const institutions = await storage.institutions();
    return tellFence(await fenceOf(storage, institutions), institutions);
  },
});

/**
 * How far a phone's clock may have gone since the backup without being set or re-synchronised, beyond what the backup knows and the window
 * allows: two minutes are a clock of 100 ppm over two weeks.
 */
const clockDriftMs = 2 * 60_000;

function tellFence(fenceMs: number, institutions: readonly Institution[]) {
  if (fenceMs === 0) return { text: "The fence was never raised.", json: { fenceMs, acceptedFromMs: 0 } };
  const acceptedFromMs = acceptedAgainFromMs(fenceMs, institutions);
  const minutes = Math.ceil(longestDriftMs(institutions) / 60_000);
  const text = `The fence stands at ${timeOf(fenceMs)}: every code that a phone could have shown by then counts as used.
  Accepted is what phones show from ${timeOf(acceptedFromMs)} on; from a phone that is slow, later by as much as it is slow.
  時刻合わせ (resync) of a phone that is fast: up to ${minutes} minutes later.
Customers need not do anything but wait for a newer code.`;
  return { text, json: { fenceMs, acceptedFromMs } };
}

/** Null where the database does not tell: nothing ran on it yet, or a service has run on it since it was put back. */
async function momentOfCopy(storage: Storage, nowMs: number): Promise<number | null> {
  const newestMs = await newestMoment(storage, nowMs);
  return newestMs !== null && newestMs < nowMs - 2 * writtenEveryMs ? newestMs : null;
}

/** The service writes the moment down so often. */
const writtenEveryMs = 60_000;

/** No copy knows which tokens were ended after it was made (docs/operations.md, "Yesterday's rows"). */
function whatComesBack(copyOfMs: number | null): string {
  const since = copyOfMs === null ? "the backup" : `${timeOf(copyOfMs)}, when the service last ran on this copy,`;
  return `Tokens that were suspended, revoked or locked since ${since} are in use again:
repeat that. What the institutions read of the event feed, and the old database, tell which.`;
}

/** The store tells the fence to acts only: this one is about nobody and changes nothing. */
async function fenceOf(storage: Storage, institutions: readonly Institution[]): Promise<number> {
  const [institution] = institutions;
  if (institution === undefined) throw new Refused("There is no institution yet, and no code that could be refused.");
  const subject = { institutionId: institution.institutionId, customerId: "-" };
  const [slot] = await storage.act([subject], (_state, _index, { fenceMs }) => ({
    outcome: fenceMs,
    changes: {},
    events: [],
    mails: [],
  }));
  if (slot?.status !== "fulfilled") throw new Error("the store did not tell the fence", { cause: slot?.reason });
  return slot.value;
}

/** No number that people read is shown for longer. */
const longestPeriodSeconds = 60;

/** When a phone shows the first code beyond the fence: one whose clock is right, or known to be fast. */
function acceptedAgainFromMs(fenceMs: number, institutions: readonly Institution[]): number {
  const periodSeconds = longestPeriodSeconds;
  const ends = institutions.map(
    ({ policy }) => (fencedStep({ periodSeconds }, 0, { fenceMs, policy }) + 1) * periodSeconds * 1000,
  );
  return Math.max(fenceMs, ...ends);
}

function longestDriftMs(institutions: readonly Institution[]): number {
  return Math.max(0, ...institutions.map(({ policy }) => policy.driftLimitSeconds * 1000));
}

/** For people and for logs alike: to the second, in UTC. */
function timeOf(ms: number): string {
  return `${new Date(Math.ceil(ms / 1000) * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
