/** A command or a start that cannot go on for a reason the operator can mend. Its message is printed as it is; exit code 2. */
export class Refused extends Error {
  override name = "Refused";
}
