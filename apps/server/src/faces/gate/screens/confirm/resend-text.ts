import { messagesFor } from "@warifu/pages";
import type { Language } from "../../../../http/language.ts";
import type { ResendNote } from "../../visit/notes.ts";
import { noEarlierThanToday } from "../no-earlier-than.ts";
import { confirmWords } from "./words.ts";

/** What came of メールを再送信. */
export function resendText(note: ResendNote, language: Language): string {
  const words = messagesFor(confirmWords, language);
  switch (note.kind) {
    case "sent":
      return words.resent(String(note.resendsLeft));
    case "tooSoon":
      return words.resendTooSoon(note.nextAtMs === null ? "–" : noEarlierThanToday(note.nextAtMs));
    default:
      return words.resendTooMany;
  }
}
