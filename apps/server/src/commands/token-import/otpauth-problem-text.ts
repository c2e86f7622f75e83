import type { OtpauthProblem } from "@warifu/otp";

const texts: Record<OtpauthProblem["code"], (parameter: string) => string> = {
  notOtpauth: () => "it does not begin with otpauth://, or is longer than 16,384 characters",
  controlCharacter: () => "it holds a line break or another control character",
  migration: () =>
    "otpauth-migration: is Google Authenticator's own export of several tokens; write one otpauth://totp/… a line",
  notTotp: () => "only otpauth://totp/… can be taken over: hotp counts, steam and others have codes of their own",
  fragment: () => "what follows its # is read by some programs and not by others; a # is written %23",
  strayParameter: (parameter) =>
    `${parameter} stands inside another value: the address was mangled on its way, and its code would be another one`,
  unknownParameter: (parameter) =>
    `the parameter ${parameter} is not known: it could change the code. If it does not, say --ignore-parameter NAME`,
  repeatedParameter: (parameter) => `${parameter} is given twice`,
  badSecret: () => "its secret must be Base32 of 10 to 128 bytes",
  badAlgorithm: () => "its algorithm must be SHA1, SHA256 or SHA512",
  badDigits: () => "its digits must be 6, 7 or 8",
  badPeriod: () => "its period must be a whole number of seconds from 10 to 120",
};

/** Why an otpauth URI is not taken over, in a clause. Nothing of the URI is quoted but a parameter's name: it holds a key. */
export function otpauthProblemText({ code, parameter }: OtpauthProblem): string {
  return texts[code](parameter ?? "with a long or strange name");
}
