/** Whether it is a one-time password and nothing else: a string of exactly so many ASCII digits. */
export function isOtp(text: unknown, digits: 6 | 7 | 8 = 8): text is string {
  return typeof text === "string" && text.length === digits && onlyDigits(text);
}

/** 利用開始パスワード: 4 to 8 ASCII digits (manual, 手順1). */
export function isActivationPassword(text: unknown): text is string {
  return typeof text === "string" && text.length >= 4 && text.length <= 8 && onlyDigits(text);
}

const commonlyChosen = new Set(["0123", "1004", "2580", "0852", "1122", "1357", "2468", "7777"]);

/** Whether somebody with five tries would try it early: one digit, a run, or a short pattern again and again. */
export function isGuessableActivationPassword(password: string): boolean {
  return (
    commonlyChosen.has(password) || isRun(password, 1) || isRun(password, -1) || repeats(password) || isPairs(password)
  );
}

/** 1234, 7890, 98765: each digit follows the one before, 0 after 9. */
function isRun(digits: string, direction: 1 | -1): boolean {
  return [...digits].every(
    (digit, index) => index === 0 || (Number(digits[index - 1]) + direction + 10) % 10 === Number(digit),
  );
}

/** 1111, 121212, 12341234: a part of half the length or less, again and again. */
function repeats(digits: string): boolean {
  for (let length = 1; length <= digits.length / 2; length++) {
    if (digits.length % length === 0 && digits === digits.slice(0, length).repeat(digits.length / length)) return true;
  }
  return false;
}

/** 1122, 11223344, 11112222: doubled digits that are a run or a pattern themselves. */
function isPairs(digits: string): boolean {
  if (digits.length % 2 !== 0 || digits.length < 4) return false;
  const halves = digits.replaceAll(/(.)\1/g, "$1");
  return (
    halves.length === digits.length / 2 && (isRun(halves, 1) || isRun(halves, -1) || repeats(halves) || isPairs(halves))
  );
}

function onlyDigits(text: string): boolean {
  return /^[0-9]+$/.test(text) && !text.includes("\n");
}
