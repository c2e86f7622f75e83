import { isActivationPassword, isGuessableActivationPassword, normaliseDigits } from "@warifu/otp";

const madeUpDigits = 8;

/** Eight digits by the browser's own randomness, each as likely as the other, never one of the guessable ones. */
export function makeUpActivationPassword(randomBytes: (count: number) => Uint8Array): string {
  for (;;) {
    let digits = "";
    while (digits.length < madeUpDigits) {
      for (const byte of randomBytes(16)) {
        // 250 is the largest multiple of ten in a byte: what lies above would favour the small digits.
        if (byte < 250 && digits.length < madeUpDigits) digits += String(byte % 10);
      }
    }
    if (!isGuessableActivationPassword(digits)) return digits;
  }
}

/** What is wrong with an activation password typed twice; the names are those of the page's texts. */
export function whatIsWrongWithPassword(
  typed: string,
  again: string,
): { password: PasswordFault | null; again: "passwordAgainEmpty" | "passwordDiffers" | null } {
  const password = normaliseDigits(typed);
  const repeated = normaliseDigits(again);
  return {
    password: faultOf(password),
    again: repeated === "" ? "passwordAgainEmpty" : repeated === password ? null : "passwordDiffers",
  };
}

export type PasswordFault = "passwordEmpty" | "passwordGrammar" | "passwordGuessable";

function faultOf(password: string): PasswordFault | null {
  if (password === "") return "passwordEmpty";
  if (!isActivationPassword(password)) return "passwordGrammar";
  return isGuessableActivationPassword(password) ? "passwordGuessable" : null;
}
