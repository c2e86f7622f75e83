import type { ActStore } from "@warifu/rules";
import { gatherActs } from "../deciding/gather-acts.ts";
import type { ActObserver } from "../deciding/gather-acts.ts";
import { carryOut } from "./carry-out.ts";
import type { Database } from "./database.ts";
import { raiseFence } from "./fence.ts";
import type { Present } from "./fence.ts";
import { look } from "./look.ts";
import { PositionWatch } from "./position-watch.ts";
import type { KeysOf } from "../sealing/data-keys.ts";

interface Parts {
  readonly database: Database;
  readonly keysOf: KeysOf;
  readonly nowMs: () => number;
  readonly databaseMs: (present: Present) => number;
  /** Commits under way at the same time, at most. */
  readonly batches: number;
  /** Subjects that may wait, at most. */
  readonly queue: number;
  readonly observer?: ActObserver | undefined;
}

/** Each batch holds up to two locks for a subject, in the memory that all nodes share. */
const limits = { subjectsPerCommit: 128, worthAnother: 16 };

/** Acts of one node among others. A customer is in one batch of it at a time: two would only wait for each other's lock. */
export function postgresActs(parts: Parts): ActStore & { settled(): Promise<void> } {
  const { database, keysOf, batches, queue, observer } = parts;
  const watch = new PositionWatch();
  const gathered = gatherActs({
    ...limits,
    batches,
    queue,
    observer,
    keysOf,
    carryOut: (batch, keys) => carryOut(batch, keys, { ...parts, watch }),
  });
  return {
    ...gathered,
    look: async (subject) => look(database, subject, await keysOf(subject.institutionId)),
    raiseFence: (toMs, event) => raiseFence(database, toMs, event),
  };
}
