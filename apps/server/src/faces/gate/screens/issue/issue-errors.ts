import type { FieldError } from "@warifu/pages";
import type { IssueProblem } from "../../visit/notes.ts";
import type { IssueWords } from "./words.ts";

/** What the service found wrong, each with its field or its button; the script says the same before anything is sent. */
export function issueErrors(problem: IssueProblem | null, words: IssueWords): FieldError[] {
  if (problem === null) return [];
  const errors: FieldError[] = [];
  const say = (field: string, message: string) => errors.push({ field, message });
  if (problem.mobileEmail !== null) say("mobileEmail", emailError(problem.mobileEmail, words));
  if (problem.mobileEmailAgain !== null) {
    say("mobileEmailAgain", problem.mobileEmailAgain === "empty" ? words.emailAgainEmpty : words.emailDiffers);
  }
  if (problem.registration === "missing") say("activationPassword", words.registrationMissing);
  if (problem.registration === "used") say("activationPassword", words.registrationUsed);
  if (problem.refusal !== null && problem.refusal !== "tooManyIssuances") say("issue", words.notPossible);
  if (problem.skip !== null)
    say("skip", problem.skip === "nothingIssued" ? words.nothingIssued : words.skipNotPossible);
  return errors;
}

function emailError(fault: NonNullable<IssueProblem["mobileEmail"]>, words: IssueWords): string {
  const texts = {
    empty: words.emailEmpty,
    short: words.emailShort,
    long: words.emailLong,
    grammar: words.emailGrammar,
    incomplete: words.emailIncomplete,
  };
  return texts[fault];
}
