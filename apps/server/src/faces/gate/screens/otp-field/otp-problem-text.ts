import { messagesFor } from "@warifu/pages";
import type { Token } from "@warifu/rules";
import type { Language } from "../../../../http/language.ts";
import type { OtpProblem } from "../../visit/notes.ts";
import { noEarlierThan } from "../no-earlier-than.ts";
import { otpFieldWords } from "./words.ts";

/** What is said at the one-time password field; every reason has its own sentence. */
export function otpProblemText(
  problem: OtpProblem,
  { digits, periodSeconds }: Pick<Token, "digits" | "periodSeconds">,
  language: Language,
): string {
  const words = messagesFor(otpFieldWords, language);
  // The wrong code that stopped the token comes with the time; so does every code after it.
  if (problem.untilMs !== null) return words.paused(noEarlierThan(problem.untilMs, language));
  switch (problem.code) {
    case "empty":
      return words.empty;
    case "format":
    case "malformedCode":
      return words.format.replace("{digits}", String(digits)).replace("{count}", String(problem.count));
    case "formatOther":
      return words.formatOther.replace("{digits}", String(digits));
    case "mismatch":
      return problem.triesLeft === null || problem.triesLeft > 1
        ? words.mismatch(String(problem.triesLeft ?? "–"))
        : words.mismatchLast;
    case "used":
      return words.used(String(periodSeconds));
    case "drift":
    case "notActivated":
    case "keyUnreadable":
    case "provedTooLongAgo":
    case "ended":
      return words[problem.code];
    case "nothingIssued":
    case "notInUse":
      return words.ended;
    default:
      return words.other;
  }
}
