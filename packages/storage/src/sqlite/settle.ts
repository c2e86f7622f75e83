import type { EventTail } from "./event-tail.ts";
import type { Journal } from "./journal.ts";
import type { Turns } from "./turns.ts";
import type { Writer } from "./writer.ts";

/** Brings the journal into the token rows and new events into the customers' index, a little at a time. */
export interface Settle {
  /** Between two commits: a little, when much has gathered or when nobody waits. */
  afterCommit(nobodyWaits: boolean): Promise<void>;
  /** Everything, before the file is closed. */
  all(): Promise<void>;
}

/** One piece takes a few milliseconds: nobody who comes meanwhile should notice. */
const piece = 128;
/** Beyond this it is settled between commits even while others wait: memory and the next start stay bounded. */
const most = 50_000;
/** Below this it can wait for the close: settling a token once for many codes is cheaper. */
const fewEnough = 2_000;

const nothing = { events: "[]", eventsOf: [], eventOwners: [], writes: [], journal: null };

export function settleInPieces(parts: { journal: Journal; tail: EventTail; writer: Writer; turns: Turns }): Settle {
  const { journal, tail, writer, turns } = parts;
  const size = () => Math.max(journal.size, tail.size());

  const settlePiece = (limit: number): Promise<void> =>
    turns.shared(async () => {
      const entries = journal.oldest(limit);
      const events = tail.next(limit);
      const journalUpTo = journal.settledUpTo(entries);
      await writer.commit({ ...nothing, settling: { entries, journalUpTo, events } });
      journal.settled(entries);
      tail.settled(events);
    });
  return {
    async afterCommit(nobodyWaits) {
      if (size() <= most && !(nobodyWaits && size() > fewEnough)) return;
      // What cannot be settled now stays in the journal, where nothing of it is lost.
      await settlePiece(piece).catch(() => undefined);
    },
    async all() {
      for (let before = Infinity; size() > 0 && size() < before;) {
        before = size();
        await settlePiece(4096).catch(() => undefined);
      }
    },
  };
}
