import { sampleToken } from "../contract/samples.ts";
import { tokenTable } from "../tables/token-table.ts";
import { tokenStates } from "./token-states.ts";
import type { PackedEntry } from "./token-states.ts";

/** For tests of the journal: a token's state whose code of this step was accepted, signed by nobody. */
export function packedState(number: number, lastStep: ReturnType<typeof sampleToken>["lastStep"]): PackedEntry {
  const row = tokenTable.names.map((name) =>
    name === "last_step" ? lastStep : name === "mac" ? new Uint8Array(37) : 0,
  );
  return tokenStates.pack({ row, number, newestEvent: null });
}
