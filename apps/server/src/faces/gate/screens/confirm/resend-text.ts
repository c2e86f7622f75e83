import { formatTime, messagesFor } from "@warifu/pages";
import type { Language } from "../../../../http/language.ts";
import type { ResendNote } from "../../visit/notes.ts";
import { confirmWords } from "./words.ts";

/** What came of メールを再送信. */
export function resendText(note: ResendNote, language: Language): string {
  const words = messagesFor(confirmWords, language);
  switch (note.kind) {
    case "sent":
      return words.resent(String(note.resendsLeft));
    case "tooSoon":
      return words.resendTooSoon(note.nextAtMs === null ? "–" : timeFrom(note.nextAtMs));
    default:
      return words.resendTooMany;
  }
}

/** The first full minute at which it works: a time without seconds must not be too early. */
function timeFrom(timeMs: number): string {
  return formatTime(Math.ceil(timeMs / 60_000) * 60_000);
}
