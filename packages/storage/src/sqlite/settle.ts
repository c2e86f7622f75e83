import { clearTimeout, setTimeout } from "node:timers";
import type { Settling } from "./commit-batch.ts";
import type { Journal, Sweep } from "./journal.ts";
import type { ReadAhead } from "./find-batch.ts";
import { toJson } from "../tables/json.ts";
import { packedList } from "./token-states.ts";
import type { PackedEntry } from "./token-states.ts";
import type { Turns } from "./turns.ts";
import type { Writer } from "./writer.ts";

/**
 * Brings the journal into the rows of `token_state`, a little at a time: sweep after sweep through everything that is unsettled, in the
 * order in which the rows lie in the file. What has gathered on a page goes home by writing that page once.
 */
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
const closingPiece = 4096;
/** While others wait. */
const underLoad = {
  /** Beyond this it is settled even then: memory and the next start stay bounded. The more may gather, the more share a page. */
  mostTokens: 100_000,
  /** One token's codes, one after the other, leave a record each. */
  mostRecords: 300_000,
  /** As little as keeps up, but not at every commit. */
  leastPiece: 32,
  mostPiece: 512,
};
/** So long nobody may have come before it is settled for its own sake. Settling later is less work: many codes, one row. */
const quietMs = 1_000;

const nothing = { events: toJson([]), eventOwners: [], writes: [], journal: null };

interface Parts {
  readonly journal: Journal;
  readonly readAhead: Pick<ReadAhead, "settled">;
  readonly writer: Writer;
  readonly turns: Turns;
}

interface Piece {
  readonly entries: readonly PackedEntry[];
  /** How many of the sweep's tokens are home after it. */
  readonly upTo: number;
  readonly settling: Settling;
}

/** @param load when, and how much at a time, it is settled while others wait */
export function settleInPieces({ journal, readAhead, writer, turns }: Parts, load = underLoad): Settle {
  const { mostTokens, mostRecords, leastPiece, mostPiece } = load;
  let commits = 0;
  let timer: NodeJS.Timeout | null = null;
  /** One piece at a time: two would take the same entries. */
  let underWay: Promise<void> | null = null;
  let sweep: Sweep = { numbers: new Float64Array(), upTo: 0 };
  /** How many of the sweep's tokens are home. */
  let swept = 0;
  /** No record up to this one is in the file. */
  let removedUpTo = journal.firstSeq - 1;
  /** No record up to this one says what the rows do not say. */
  let neededAfter = 0;
  let pieces = 0;
  const isLeft = () => journal.size > 0 || removedUpTo < neededAfter;

  const nextPiece = (limit: number): Piece => {
    if (swept === sweep.numbers.length) {
      sweep = journal.sweep();
      swept = 0;
    }
    const upTo = Math.min(swept + limit, sweep.numbers.length);
    const entries = journal.entriesOf(sweep.numbers.subarray(swept, upTo));
    const journalUpTo = Math.min(neededAfter, removedUpTo + limit);
    return { entries, upTo, settling: { entries: packedList(entries), journalUpTo } };
  };
  const forget = async ({ entries, upTo, settling }: Piece): Promise<void> => {
    // Whoever read before this commit has rows without it: the entries are forgotten when they lie over those rows.
    await readAhead.settled();
    journal.settled(entries);
    swept = upTo;
    if (swept === sweep.numbers.length) neededAfter = sweep.upTo;
    removedUpTo = settling.journalUpTo;
    pieces += 1;
  };
  const onlyOne = (settling: Promise<void>): Promise<void> =>
    (underWay = settling.finally(() => {
      underWay = null;
    }));
  const settlePiece = (limit: number): Promise<void> =>
    turns.shared(async () => {
      const piece = nextPiece(limit);
      const committed = await writer.commit({ ...nothing, settling: piece.settling });
      if (committed.ok && committed.settled) await forget(piece);
    });
  /** Gives false when that did not go: what cannot be settled now stays in the journal, where nothing of it is lost. */
  const settled = async (limit: number): Promise<boolean> => {
    const before = pieces;
    await (underWay ?? onlyOne(settlePiece(limit))).catch(() => undefined);
    return pieces > before;
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
    while (isLeft() && isQuiet()) if (!(await settled(quietPiece))) return;
    if (isLeft()) whenQuiet();
  };

  return {
    along() {
      // Twice as much as came too many, so that every other commit is spared.
      const limit = 2 * Math.max(journal.size - mostTokens, journal.newestSeq - removedUpTo - mostRecords);
      if (underWay !== null || limit < leastPiece) return null;
      const piece = nextPiece(Math.min(limit, mostPiece));
      const ended = Promise.withResolvers<boolean>();
      void onlyOne(ended.promise.then((isSettled) => (isSettled ? forget(piece) : undefined)));
      return { settling: piece.settling, ended: ended.resolve };
    },
    afterCommit() {
      commits += 1;
      if (isLeft()) whenQuiet();
    },
    async all() {
      if (timer !== null) clearTimeout(timer);
      while (isLeft()) if (!(await settled(closingPiece))) return;
    },
  };
}
