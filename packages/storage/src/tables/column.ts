import type { Json } from "./json.ts";

/** `moment`: milliseconds since the Unix epoch, or anything else that may pass 2^31. */
export type ColumnType = "text" | "integer" | "moment" | "bytes";

/**
 * How a row's signed text covers a column. `presence`: only whether it is there, since a tag of its own holds the value to its row
 * (AES-GCM). `not`: made from other columns, or noted beside what counts.
 */
export type Signed = "value" | "presence" | "not";

/** One column of a table, in every database. */
export interface Column<Value> {
  readonly type: ColumnType;
  readonly isNullable: boolean;
  /** A code changes it: it is written by itself, many times for each time that the row is. */
  readonly isHot: boolean;
  readonly signed: Signed;
  /** The first format of the row's signed text that covers it: 1 for what was always there. */
  readonly since: number;
  /** What it holds in rows of earlier formats. */
  readonly was: Value | undefined;
  /** Only for the compiler. */
  readonly holds?: Value;
}

/** What stands in a row, whichever database gives it. */
export type Cell = string | number | null | Uint8Array;

/** The one list of a table's columns: their order is the order in which they are read, written and signed. */
export type Columns = Readonly<Record<string, Column<unknown>>>;

/** A row, as the program wrote it: believed only once its MAC fits. */
export type RowOf<List extends Columns> = {
  -readonly [Name in keyof List]: List[Name] extends Column<infer Value> ? Value : never;
};

/** The names of the columns that codes change. */
export type HotName<List extends Columns> = {
  [Name in keyof List & string]: List[Name] extends HotColumn<unknown> ? Name : never;
}[keyof List & string];

function column<Value>(type: ColumnType, signed: Signed = "value"): Column<Value> {
  return { type, isNullable: false, isHot: false, signed, since: 1, was: undefined };
}

export const text = <Value extends string = string>(): Column<Value> => column("text");
/** The JSON text of a value. */
export const json = <Value>(): Column<Json<Value>> => column("text");
export const integer = <Value extends number = number>(): Column<Value> => column("integer");
export const moment = (): Column<number> => column("moment");
export const bytes = (): Column<Uint8Array> => column("bytes");
/** A value that AES-GCM holds to its place. */
export const sealed = (): Column<Uint8Array> => column("bytes", "presence");
/** The row's MAC: over everything else that is signed. */
export const mac = (): Column<Uint8Array> => column("bytes", "not");

export function nullable<Value>(of: Column<Value>): Column<Value | null> {
  return { ...of, isNullable: true };
}

export interface HotColumn<Value> extends Column<Value> {
  readonly isHot: true;
}

export function hot<Value extends number | string | null>(of: Column<Value>): HotColumn<Value> {
  return { ...of, isHot: true };
}

export function unsigned<Value>(of: Column<Value>): Column<Value> {
  return { ...of, signed: "not" };
}

/**
 * A column that came later.
 * @param format the number of the text that covers it: one more than the table had before
 * @param was what the migration puts into the rows that are there; an old row that holds anything else is damaged
 */
export function since<Value>(format: number, of: Column<Value>, was: NoInfer<Value>): Column<Value> {
  return { ...of, since: format, was };
}
