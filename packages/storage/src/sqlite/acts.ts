import type { DatabaseSync } from "node:sqlite";
import type { ActStore } from "@warifu/rules";
import { gatherActs } from "../deciding/gather-acts.ts";
import type { ActObserver } from "../deciding/gather-acts.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { carryOut } from "./carry-out.ts";
import type { CarryOutParts } from "./carry-out.ts";
import type { SqliteEvents } from "./events.ts";
import { sqliteFence } from "./fence.ts";
import { batchFinder } from "./find-batch.ts";
import type { ReadAhead } from "./find-batch.ts";
import type { Turns } from "./turns.ts";
import type { WriteAlone } from "./write-alone.ts";

interface Parts extends Omit<CarryOutParts, "finder" | "fenceMs"> {
  readonly events: Omit<SqliteEvents, "store">;
  readonly keysOf: KeysOf;
  readonly nowMs: () => number;
  readonly readAhead: ReadAhead;
  readonly turns: Turns;
  readonly written: WriteAlone;
  readonly observer?: ActObserver | undefined;
}

/** One batch is read while another is decided and a third committed: none of the three waits for the others. */
const limits = { batches: 3, subjectsPerCommit: 256, worthAnother: 8, queue: 4096 };

/** Acts in one file with one owner. */
export function sqliteActs(db: DatabaseSync, parts: Parts): ActStore & { settled(): Promise<void> } {
  const { keysOf, observer, turns } = parts;
  const finder = batchFinder(db, parts.readAhead, parts.nowMs);
  const fence = sqliteFence(db, parts);
  const carryOutParts: CarryOutParts = { ...parts, finder, fenceMs: fence.ms };
  const gathered = gatherActs({
    ...limits,
    observer,
    keysOf,
    customerIdOf: (subject) => finder.customerIdOf(subject),
    carryOut: (batch, keys) => turns.shared(() => carryOut(batch, keys, carryOutParts)),
  });
  const act: ActStore["act"] = (subjects, decide) =>
    fence.dealt()?.then(() => gathered.act(subjects, decide)) ?? gathered.act(subjects, decide);

  return {
    ...gathered,
    act,
    // An act that changes nothing: while a commit is under way, neither the file nor the journal alone says how a customer stands.
    async look({ once: _once, ...subject }) {
      const [slot] = await act([subject], (state) => ({ outcome: state, changes: {}, events: [], mails: [] }));
      if (slot?.status !== "fulfilled") throw slot?.reason;
      return slot.value;
    },
    raiseFence: (toMs, event) => fence.raise(toMs, event),
  };
}
