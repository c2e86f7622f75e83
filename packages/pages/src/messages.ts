import type { Language } from "./language.ts";

/** The same keys and gaps with any words. */
type Speaks<Table> = Table extends string
  ? string
  : Table extends (...gaps: infer Gaps) => string
    ? (...gaps: Gaps) => string
    : { readonly [Key in keyof Table]: Speaks<Table[Key]> };

/** The words of one screen in every language, all with exactly the same keys. */
export type Messages<Table> = Readonly<Record<Language, Speaks<Table>>>;

/**
 * The words of a screen: Japanese first, English with exactly the same keys and gaps.
 * A key that is missing or too many in English does not compile.
 */
export function defineMessages<const Table extends object>(messages: {
  readonly ja: Table;
  readonly en: Speaks<NoInfer<Table>>;
}): Messages<Table> {
  // Speaks<Table> only forgets which words they are.
  return messages as unknown as Messages<Table>;
}

/** The words of a screen in one language. */
export function messagesFor<Table>(messages: Readonly<Record<Language, Table>>, lang: Language): Table {
  return messages[lang];
}
