import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "./connection.ts";
import type { Mark, NumberedWrite } from "./mark.ts";
import type { Turns } from "./turns.ts";

/**
 * Runs `body` as one transaction of this thread while nobody else writes. The one way to write beside the acts, so that nothing is
 * committed that the mark does not know of. @throws as `inTransaction`
 */
export type WriteAlone = <Value>(body: () => Value) => Promise<Value>;

export function writesAlone(db: DatabaseSync, mark: Mark, turns: Turns): WriteAlone {
  const selectChanges = db.prepare("SELECT total_changes() AS changes");
  const changes = (): number => Number(selectChanges.get()?.["changes"]);
  return (body) =>
    turns.alone(() => {
      const before = changes();
      let number: NumberedWrite | null = null;
      const value = inTransaction(db, () => {
        const given = body();
        // Whoever only looked (for mails that are due, say) makes no page wait for the disk.
        number = changes() > before ? mark.nextWrite() : null;
        if (number !== null) db.prepare(number.sql).run(...number.values);
        return given;
      });
      mark.committed(number);
      return value;
    });
}
