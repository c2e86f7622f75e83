import { KeyUnreadable } from "@warifu/rules";
import type { Cell, Columns, RowOf } from "../tables/column.ts";
import type { AnyTable, Table } from "../tables/table.ts";
import type { KeysOf } from "./data-keys.ts";
import type { InstitutionKeys } from "./institution-keys.ts";
import { RowDamaged } from "./row-damaged.ts";

/** Rows off the hot path: signed and checked by their table's list. */
export interface SignedRows<Row> {
  /** A row's values in the list's order, signed. */
  sign(row: Omit<Row, "mac">, keys: InstitutionKeys): Cell[];
  /** @throws RowDamaged when it is not as it was written */
  check(raw: object, keys: InstitutionKeys): Row;
  /** The same under the keys of the institution that it names. @throws KeyUnreadable, RowDamaged */
  read(raw: object, keysOf: KeysOf): Promise<Row>;
  /** Those of many that are as they were written: what was done to one must not take the others away. */
  readSound(raws: readonly object[], keysOf: KeysOf): Promise<Row[]>;
}

export function signedRows<List extends Columns>(table: Table<List>): SignedRows<RowOf<List>> {
  const check = (raw: object, keys: InstitutionKeys): RowOf<List> => {
    const mac: unknown = Reflect.get(raw, "mac");
    const format = mac instanceof Uint8Array ? (mac[0] ?? 0) : 0;
    const isSound =
      mac instanceof Uint8Array &&
      format >= 1 &&
      format <= table.format &&
      holdsNothingLater(table, raw, format) &&
      keys.macFits(mac, textOf(table, raw, format), format);
    if (!isSound) throw new RowDamaged(`A row of ${table.name} was changed from outside.`);
    return raw as RowOf<List>;
  };
  const read = async (raw: object, keysOf: KeysOf): Promise<RowOf<List>> =>
    check(raw, await keysOf(String(Reflect.get(raw, "institution_id"))));
  return {
    sign(row, keys) {
      const mac = keys.mac(textOf(table, row, table.format), table.format);
      return table.names.map((name) => (name === "mac" ? mac : (Reflect.get(row, name) as Cell)));
    },
    check,
    read,
    async readSound(raws, keysOf) {
      const found = await Promise.all(raws.map((raw) => read(raw, keysOf).catch(nullWhenDamaged)));
      return found.filter((row) => row !== null);
    },
  };
}

/** Null for what cannot be read or was changed; everything else is thrown on. */
function nullWhenDamaged(error: unknown): null {
  if (error instanceof KeyUnreadable) return null;
  throw error;
}

/** JSON of the table's name, the format and each column that it covers: no two rows of all tables have one text. */
export function textOf({ name: table, names, columns }: AnyTable, row: object, format: number): string {
  const values = names.flatMap((name) => {
    const column = columns[name];
    if (column === undefined || column.signed === "not" || column.since > format) return [];
    const value: unknown = Reflect.get(row, name);
    if (column.signed === "presence") return [value !== null];
    return [value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value];
  });
  return JSON.stringify([table, format, ...values]);
}

function holdsNothingLater({ names, columns }: AnyTable, row: object, format: number): boolean {
  return names.every((name) => {
    const column = columns[name];
    return column === undefined || column.since <= format || Reflect.get(row, name) === column.was;
  });
}
