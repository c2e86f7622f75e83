/** 1234 5678: two groups to look at. The gap is drawn, not written, so that a selection holds digits only. */
export function groupsOf(code: string): [string, string] {
  const half = Math.ceil(code.length / 2);
  return [code.slice(0, half), code.slice(half)];
}

/** 1、2、3、…: a voice then reads digit by digit and not a number of eight figures. */
export function spokenDigits(code: string, language: "ja" | "en"): string {
  return Array.from(code).join(language === "ja" ? "、" : ", ");
}
