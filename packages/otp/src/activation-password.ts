/** 利用開始パスワード: 4 to 8 ASCII digits (manual, 手順1). */
export function isActivationPassword(text: unknown): text is string {
  return typeof text === "string" && /^[0-9]{4,8}$/.test(text);
}

/**
 * Why somebody would try an activation password early.
 * `run`: 1234, 9876, 7890 · `repeated`: 1111, 1212, 123123 · `doubled`: 1122, 11112222 · `common`: on the list below.
 */
export type ActivationPasswordWeakness = "run" | "repeated" | "doubled" | "common";

/**
 * Chosen far more often than one time in ten thousand without being one of the patterns above (DataGenetics, "PIN number analysis",
 * 2012). Years and birthdays are not refused: they only help somebody who knows the customer, and who has the user ID as well.
 */
const commonlyChosen: ReadonlySet<string> = new Set(["2580", "0852", "1357", "2468", "1004"]);

/** Why an activation password is guessable, or null when nothing speaks against it. Not one at all: null as well. */
export function activationPasswordWeakness(password: string): ActivationPasswordWeakness | null {
  if (!isActivationPassword(password)) return null;
  if (isRun(password)) return "run";
  if (isRepeated(password)) return "repeated";
  if (isDoubled(password)) return "doubled";
  return commonlyChosen.has(password) ? "common" : null;
}

/** Whether somebody with five tries would try it early. */
export function isGuessableActivationPassword(password: string): boolean {
  return activationPasswordWeakness(password) !== null;
}

/** Each digit follows the one before, up or down, 0 and 9 being neighbours. */
function isRun(digits: string): boolean {
  return everyDifference(digits, 1) || everyDifference(digits, 9);
}

function everyDifference(digits: string, wanted: number): boolean {
  for (let index = 1; index < digits.length; index++) {
    if ((Number(digits[index]) - Number(digits[index - 1]) + 10) % 10 !== wanted) return false;
  }
  return true;
}

/** A part of half the length or less, again and again. */
function isRepeated(digits: string): boolean {
  for (let length = 1; length <= digits.length / 2; length++) {
    if (digits.length % length === 0 && digits === digits.slice(0, length).repeat(digits.length / length)) return true;
  }
  return false;
}

/** Every digit twice, or four times, and the rest a run or a pattern: 1122, 334455, 11112222. */
function isDoubled(digits: string): boolean {
  if (digits.length % 2 !== 0 || !/^(?:(.)\1)+$/.test(digits)) return false;
  const singles = digits.replaceAll(/(.)\1/g, "$1");
  return isRun(singles) || isRepeated(singles) || isDoubled(singles);
}
