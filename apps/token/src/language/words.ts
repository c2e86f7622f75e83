import type { Language } from "./language.ts";

/** A sentence, or a function that makes one. */
type Word = string | ((...values: never[]) => string);

/** English must say everything Japanese says, with the same values to fill in. */
type SameWords<Table> = {
  [Key in keyof Table]: Table[Key] extends (...values: infer Values) => string ? (...values: Values) => string : string;
};

export interface Words<Table> {
  readonly ja: Table;
  readonly en: SameWords<Table>;
}

/** The texts of one screen in both languages; a missing or left-over key does not compile. */
export function defineWords<Table extends Record<string, Word>>(words: {
  ja: Table;
  en: NoInfer<SameWords<Table>>;
}): Words<Table> {
  return words;
}

export function wordsIn<Table>(words: Words<Table>, language: Language): SameWords<Table> {
  return language === "ja" ? (words.ja as SameWords<Table>) : words.en;
}
