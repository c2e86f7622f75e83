import type { DatabaseSync } from "node:sqlite";
import type { AuditEvent } from "@warifu/rules";
import type { ActObserver } from "../deciding/gather-acts.ts";
import { longestDriftMs } from "../rows/institution-row.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { SqliteEvents } from "./events.ts";
import type { CopyFound, Mark } from "./mark.ts";
import type { WriteAlone } from "./write-alone.ts";

interface Parts {
  readonly events: Pick<SqliteEvents, "append">;
  readonly keysOf: KeysOf;
  readonly mark: Mark;
  readonly written: WriteAlone;
  readonly nowMs: () => number;
  readonly observer?: ActObserver | undefined;
}

export interface Fence {
  /** Where it stands. */
  readonly ms: () => number;
  /** Raises it, and gives where it stands then. */
  raise(toMs: number, event: AuditEvent): Promise<number>;
  /** When what a copy lost is dealt with: before that nothing is decided on it. Null: nothing is found, or an operator has declared it. */
  dealt(): Promise<unknown> | null;
}

export function sqliteFence(db: DatabaseSync, { events, keysOf, mark, written, nowMs, observer }: Parts): Fence {
  const select = db.prepare("SELECT raised_to_ms FROM fence");
  const raise = db.prepare("UPDATE fence SET raised_to_ms = ? WHERE raised_to_ms < ?");
  // Known once it was read: the file has one owner, so nobody else raises it.
  let known: number | null = null;
  const ms = () => (known ??= Number(select.get()?.["raised_to_ms"]));

  let change: CopyFound | null = mark.found;
  let dealing: Promise<unknown> | null = null;
  const raiseTo = async (toMs: number, event: AuditEvent, isDealing: boolean): Promise<number> => {
    const number = isDealing && change !== null ? mark.dealingWrite() : null;
    await written(() => {
      // Read anew, also after a commit that broke off: what the file says counts.
      known = null;
      raise.run(toMs, toMs);
      events.append(event);
      if (number !== null) db.prepare(number.sql).run(...number.values);
    });
    if (number !== null) {
      mark.committed(number);
      change = null;
    }
    return ms();
  };
  /**
   * An older copy of the file, or one that came from elsewhere: acts that were answered may be missing, and what was learned since about
   * phones that run ahead. Every code that any phone could have shown until now counts as used.
   */
  const dealWith = async (found: CopyFound, atMs: number): Promise<void> => {
    const aheadMs = await longestDriftMs(db.prepare("SELECT * FROM institution").all(), keysOf);
    const fenceMs = await raiseTo(
      atMs + aheadMs,
      {
        type: "fence.raised",
        atMs,
        actor: { kind: "service", id: null, channel: "job" },
        institutionId: null,
        customerId: null,
        tokenId: null,
        detail: { reason: "history", change: found },
      },
      true,
    );
    observer?.fenceRaised?.({ change: found, fenceMs });
  };
  return {
    ms,
    // A raise for another reason (a clock that went back, a damaged journal) does not hide what was found: only the operator declares it.
    raise: (toMs, event) => raiseTo(toMs, event, event.actor.kind === "operator"),
    dealt() {
      if (change === null) return null;
      dealing ??= dealWith(change, nowMs()).finally(() => {
        dealing = null;
      });
      return dealing;
    },
  };
}
