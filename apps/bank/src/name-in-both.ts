import type { Language } from "@warifu/pages";

/** A person's name as it is written, and in letters for whoever reads English; the same where nobody has given any. */
export interface NameInBoth {
  readonly name: string;
  readonly nameEn: string;
}

export function nameIn({ name, nameEn }: NameInBoth, lang: Language): string {
  return lang === "ja" ? name : nameEn;
}
