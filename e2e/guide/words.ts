import type { Language } from "../harness/journey.ts";
import type { GuideWords } from "./guide-words.ts";
import type { InstitutionFacts } from "./institution-facts.ts";
import { english } from "./words-en.ts";
import { japanese } from "./words-ja.ts";

export function guideWords(language: Language, facts: InstitutionFacts, nowMs: number): GuideWords {
  return language === "ja" ? japanese(facts, nowMs) : english(facts, nowMs);
}
