import { clearTimeout, setTimeout } from "node:timers";
import type { Settling } from "./commit-batch.ts";
import type { EventTail } from "./event-tail.ts";
import { packedList } from "./journal.ts";
import type { Journal, PackedEntry } from "./journal.ts";
import type { ReadAhead } from "./read-ahead.ts";
import type { Turns } from "./turns.ts";
import type { Writer } from "./writer.ts";

/** Brings the journal into the token rows and new events into the customers' index, a little at a time. */
export interface Settle {
  /** What the next commit takes along because much has gathered: null when not, or while something is being settled. */
  along(): Along | null;
  /** What has gathered is settled later, when it is quiet. */
  afterCommit(): void;
  /** Everything, before the file is closed. */
  all(): Promise<void>;
}

export interface Along {
  readonly settling: Settling;
  /** To be told when the commit has ended, in whatever way. */
  ended(isSettled: boolean): void;
}

/** While it is quiet. One piece takes a few milliseconds: nobody who comes meanwhile should notice. */
const quietPiece = 128;
/** While others wait: as little as keeps up, but not at every commit. */
const leastPiece = 32;
const mostPiece = 512;
/** Beyond this it is settled even while others wait: memory and the next start stay bounded. */
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

interface Piece {
  readonly entries: readonly PackedEntry[];
  readonly settling: Settling;
}

export function settleInPieces({ journal, tail, readAhead, writer, turns }: Parts): Settle {
  const size = () => Math.max(journal.size, tail.size());
  let commits = 0;
  let timer: NodeJS.Timeout | null = null;
  /** One piece at a time: two would take the same oldest entries. */
  let underWay: Promise<void> | null = null;

  const oldest = (limit: number): Piece => {
    const entries = journal.oldest(limit);
    const journalUpTo = journal.settledUpTo(entries);
    return { entries, settling: { entries: packedList(entries), journalUpTo, events: tail.next(limit) } };
  };
  const forget = async ({ entries, settling }: Piece): Promise<void> => {
    // Whoever read before this commit has rows without it: the entries are forgotten when they lie over those rows.
    await readAhead.settled();
    journal.settled(entries);
    tail.settled(settling.events);
  };
  const onlyOne = (settling: Promise<void>): Promise<void> =>
    (underWay = settling.finally(() => {
      underWay = null;
    }));
  const settlePiece = (limit: number): Promise<void> =>
    turns.shared(async () => {
      const piece = oldest(limit);
      const committed = await writer.commit({ ...nothing, settling: piece.settling });
      if (committed.ok && committed.settled) await forget(piece);
    });
  /** Gives false when nothing gets less: what cannot be settled now stays in the journal, where nothing of it is lost. */
  const settled = async (limit: number): Promise<boolean> => {
    const before = size();
    await (underWay ?? onlyOne(settlePiece(limit))).catch(() => undefined);
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
    along() {
      // Twice as much as came too many, so that every other commit is spared.
      const limit = 2 * (size() - most);
      if (underWay !== null || limit < leastPiece) return null;
      const piece = oldest(Math.min(limit, mostPiece));
      const ended = Promise.withResolvers<boolean>();
      void onlyOne(ended.promise.then((isSettled) => (isSettled ? forget(piece) : undefined)));
      return { settling: piece.settling, ended: ended.resolve };
    },
    afterCommit() {
      commits += 1;
      if (size() > 0) whenQuiet();
    },
    async all() {
      if (timer !== null) clearTimeout(timer);
      while (size() > 0) if (!(await settled(4096))) return;
    },
  };
}
