import type { EntryFault, EntryName } from "../../set-up/entries.ts";
import type { wordsIn } from "../../language/words.ts";
import type { words } from "./words.ts";

type Texts = ReturnType<typeof wordsIn<(typeof words)["ja"]>>;

/** What is wrong with one field, in words that say what would be right. */
export function faultText(text: Texts, name: EntryName, fault: EntryFault): string {
  const of = {
    serviceId: {
      empty: text.emptyServiceId,
      characters: text.charactersServiceId,
      mistyped: text.unknownService,
      length: text.lengthServiceId,
    },
    userId: {
      empty: text.emptyUserId,
      characters: text.charactersUserId,
      mistyped: text.mistypedUserId,
      length: text.lengthUserId,
    },
    activationPassword: {
      empty: text.emptyActivationPassword,
      characters: text.charactersActivationPassword,
      mistyped: text.charactersActivationPassword,
      length: text.lengthActivationPassword,
    },
  }[name];
  return fault.fault === "length" ? of.length(fault.length) : of[fault.fault];
}
