import { clearTimeout, setTimeout } from "node:timers";
import type { EventTail } from "./event-tail.ts";
import { packedList } from "./journal.ts";
import type { Journal } from "./journal.ts";
import type { ReadAhead } from "./read-ahead.ts";
import type { Turns } from "./turns.ts";
import type { Writer } from "./writer.ts";

/** Brings the journal into the token rows and new events into the customers' index, a little at a time. */
export interface Settle {
  /** After a commit: a little, when much has gathered; else later, when it is quiet. */
  afterCommit(): Promise<void>;
  /** Everything, before the file is closed. */
  all(): Promise<void>;
}

/** While it is quiet. One piece takes a few milliseconds: nobody who comes meanwhile should notice. */
const quietPiece = 128;
/** While others wait: as little as keeps up, but not so little that the commit costs more than what it settles. */
const leastPiece = 32;
const mostPiece = 512;
/** Beyond this it is settled between commits even while others wait: memory and the next start stay bounded. */
const most = 50_000;
/** So long nobody may have come before it is settled for its own sake. Settling later is less work: many codes, one row. */
const quietMs = 1_000;

const nothing = { events: "[]", eventsOf: [], eventOwners: [], writes: [], journal: null };

interface Parts {
  readonly journal: Journal;
  readonly tail: EventTail;
  readonly readAhead: Pick<ReadAhead, "settled">;
  readonly writer: Writer;
  readonly turns: Turns;
}

export function settleInPieces({ journal, tail, readAhead, writer, turns }: Parts): Settle {
  const size = () => Math.max(journal.size, tail.size());
  let commits = 0;
  let timer: NodeJS.Timeout | null = null;

  const settlePiece = (limit: number): Promise<void> =>
    turns.shared(async () => {
      const entries = journal.oldest(limit);
      const events = tail.next(limit);
      const journalUpTo = journal.settledUpTo(entries);
      await writer.commit({ ...nothing, settling: { entries: packedList(entries), journalUpTo, events } });
      // Whoever read before this commit has rows without it: the entries are forgotten when they lie over those rows.
      await readAhead.settled();
      journal.settled(entries);
      tail.settled(events);
    });
  let underWay: Promise<void> | null = null;
  /** One piece at a time: two would take the same oldest entries. Whoever comes meanwhile waits for the one under way. */
  const onePiece = (limit: number): Promise<void> =>
    (underWay ??= settlePiece(limit).finally(() => {
      underWay = null;
    }));
  /** Gives false when nothing gets less: what cannot be settled now stays in the journal, where nothing of it is lost. */
  const settled = async (limit: number): Promise<boolean> => {
    const before = size();
    await onePiece(limit).catch(() => undefined);
    return size() < before;
  };
  /** Tells, whenever it is asked, whether nobody has come since. */
  const quietSinceNow = (): (() => boolean) => {
    const commitsThen = commits;
    return () => commits === commitsThen;
  };
  const whenQuiet = (): void => {
    const isQuiet = quietSinceNow();
    timer ??= setTimeout(() => {
      timer = null;
      if (isQuiet()) void settleWhileQuiet();
      else whenQuiet();
    }, quietMs).unref();
  };
  const settleWhileQuiet = async (): Promise<void> => {
    const isQuiet = quietSinceNow();
    while (size() > 0 && isQuiet()) if (!(await settled(quietPiece))) return;
    if (size() > 0) whenQuiet();
  };

  return {
    async afterCommit() {
      commits += 1;
      const tooMany = size() - most;
      // Twice as much as came too many, so that every other commit is spared.
      if (2 * tooMany >= leastPiece) await settled(Math.min(2 * tooMany, mostPiece));
      else if (size() > 0) whenQuiet();
    },
    async all() {
      if (timer !== null) clearTimeout(timer);
      while (size() > 0) if (!(await settled(4096))) return;
    },
  };
}
