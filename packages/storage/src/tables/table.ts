import type { Columns, RowOf } from "./column.ts";

/** A table of both databases, whatever its columns. */
export interface AnyTable {
  readonly name: string;
  readonly columns: Columns;
  /** The columns' names in their order. */
  readonly names: readonly string[];
  readonly key: readonly string[];
  /** The newest format of the rows' signed text. */
  readonly format: number;
}

/** The same, with its columns known. Everything that reads, writes, packs or signs its rows is made from this. */
export interface Table<List extends Columns> extends AnyTable {
  readonly columns: List;
  readonly names: readonly (keyof List & string)[];
  readonly key: readonly (keyof List & string)[];
}

export function table<List extends Columns>(
  name: string,
  key: readonly (keyof List & string)[],
  columns: List,
): Table<List> {
  const format = Math.max(...Object.values(columns).map(({ since }) => since));
  return { name, columns, names: Object.keys(columns), key, format };
}

/**
 * A row as its values, in the list's order: so the databases give and take them, and nothing is faster to read, copy and sign.
 * @returns what stands in a row under one name
 */
export function valueAt<List extends Columns, Name extends keyof List & string>(
  { names }: Table<List>,
  name: Name,
): (row: readonly unknown[]) => RowOf<List>[Name] {
  const place = names.indexOf(name);
  return (row) => row[place] as RowOf<List>[Name];
}

/** The row of an array in the columns' order. Every row has the same form from the beginning, which the engine rewards. */
export function rowMaker<List extends Columns>(names: readonly (keyof List & string)[]): RowMaker<List> {
  const blank = Object.fromEntries(names.map((name) => [name, null]));
  return (values) => {
    const row: Record<string, unknown> = { ...blank };
    for (const [index, name] of names.entries()) row[name] = values[index];
    return row as RowOf<List>;
  };
}

type RowMaker<List extends Columns> = (values: readonly unknown[]) => RowOf<List>;

/** `last_step` → `lastStep` */
export type FieldOf<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<FieldOf<Tail>>}`
  : Name;

export function fieldOf(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The columns as fields of the thing that a row tells of. */
export type FieldsOf<List extends Columns> = {
  readonly [Name in keyof List & string as FieldOf<Name>]: RowOf<List>[Name];
};
