import type { Cell, Column } from "../tables/column.ts";
import { fromJson, jsonText, toJson } from "../tables/json.ts";
import type { Json } from "../tables/json.ts";
import { valueAt } from "../tables/table.ts";
import { tokenTable } from "../tables/token-table.ts";
import type { TokenTable } from "../tables/token-table.ts";
import type { Write } from "./write.ts";
import type { NumberedRow } from "./numbered-row.ts";
import { rowUpsert } from "./write.ts";

/**
 * A token's state as it is written. One text takes a fraction of the object's memory, and travels faster to the committing
 * thread: a MAC in bytes would take the whole pool along that Node cut it from.
 */
export interface PackedEntry {
  /** Whose state: the token's number. */
  readonly number: number;
  readonly text: Json<PackedState>;
}

/** In the order of `TokenStates.names`; the MAC in base64. */
export type PackedState = readonly [number: number, ...Value[]];

type Value = number | string | null;

/** Between rows of `token_state` and entries of the journal: everything here follows from the token's list of columns. */
export interface TokenStates {
  /** The columns of `token_state`, in the order in which an entry packs them: the number first, the MAC last. */
  readonly names: readonly string[];
  pack(row: NumberedRow): PackedEntry;
  /** Lays an entry over a row that was read. */
  over(row: NumberedRow, entry: Json<PackedState>): NumberedRow;
  newestEventOf(entry: Json<PackedState>): number | null;
  /** Of each packed entry the values in the order of `names`, as they are written into its row. */
  valuesOf(list: Json<readonly PackedState[]>): readonly (Value | Uint8Array)[][];
  /** What writes a whole row into both tables, new or known. */
  upserts(row: NumberedRow): readonly Write[];
}

export function tokenStatesOf(table: TokenTable): TokenStates {
  const { names: all, columns, key, format } = table;
  const macOf = valueAt(table, "mac");
  const hot = all.filter((name) => columns[name].isHot);
  const cold = all.filter((name) => !columns[name].isHot && name !== "mac");
  const places = hot.map((name) => all.indexOf(name));
  const coldPlaces = cold.map((name) => all.indexOf(name));
  const macPlace = all.indexOf("mac");
  const names = ["number", ...hot, "newest_event", "mac"];
  const upsertToken = rowUpsert("token", [...cold, "number"], key);
  const upsertState = rowUpsert("token_state", names, ["number"]);
  const eventAt = names.length - 2;
  const macAt = names.length - 1;

  /** Entries of earlier programs are shorter: of each length, what stands in for the columns that came later. */
  const earlier = new Map<number, (packed: readonly Value[]) => readonly Value[]>();
  for (let older = format - 1; older >= 1; older -= 1) {
    const then = hot.filter((name) => columns[name].since <= older);
    const length = names.length - hot.length + then.length;
    if (length === names.length || earlier.has(length)) continue;
    earlier.set(length, (packed) => [
      packed[0] ?? null,
      ...hot.map((name) => (then.includes(name) ? (packed[1 + then.indexOf(name)] ?? null) : wasOf(columns[name]))),
      ...packed.slice(-2),
    ]);
  }
  const whole = (packed: readonly Value[]): readonly Value[] => {
    if (packed.length === names.length) return packed;
    const completed = earlier.get(packed.length);
    if (completed === undefined) throw new RangeError("An entry of the journal is of another program.");
    return completed(packed);
  };
  const read = (entry: Json<PackedState>) => whole(fromJson(entry));
  const macIn = (values: readonly Value[]) => Buffer.from(String(values[macAt]), "base64");

  return {
    names,
    pack({ row, number, newestEvent }) {
      const packed: [number, ...Value[]] = [number];
      for (const place of places) packed.push(plain(row[place]));
      const mac = macOf(row);
      packed.push(newestEvent, Buffer.from(mac.buffer, mac.byteOffset, mac.byteLength).toString("base64"));
      return { number, text: toJson<PackedState>(packed) };
    },
    over({ row, number }, entry) {
      const values = read(entry);
      const newest = row.slice();
      let at = 0;
      for (const place of places) newest[place] = values[(at += 1)] ?? null;
      newest[macPlace] = macIn(values);
      return { row: newest, number, newestEvent: asCursor(values[eventAt]) };
    },
    newestEventOf: (entry) => asCursor(read(entry)[eventAt]),
    valuesOf: (list) =>
      fromJson(list).map((packed) => {
        const values: (Value | Uint8Array)[] = [...whole(packed)];
        values[macAt] = Buffer.from(String(values[macAt]), "base64");
        return values;
      }),
    upserts({ row, number, newestEvent }) {
      const at = (place: number) => row[place] ?? null;
      return [
        upsertToken([...coldPlaces.map(at), number]),
        upsertState([number, ...places.map(at), newestEvent, at(macPlace)]),
      ];
    },
  };
}

/** Of the tokens as they are. */
export const tokenStates = tokenStatesOf(tokenTable);

/** What codes change is never bytes. */
function plain(cell: Cell | undefined): Value {
  return cell === undefined || cell instanceof Uint8Array ? null : cell;
}

function asCursor(value: Value | undefined): number | null {
  return typeof value === "number" ? value : null;
}

function wasOf({ was }: Column<unknown>): Value {
  return typeof was === "number" || typeof was === "string" ? was : null;
}

export function packedList(entries: readonly PackedEntry[]): Json<readonly PackedState[]> {
  return jsonText(`[${entries.map(({ text }) => text).join(",")}]`);
}
