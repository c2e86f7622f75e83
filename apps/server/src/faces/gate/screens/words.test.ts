import type { Language } from "@warifu/pages";
import { describe, expect, it } from "vitest";
import { gateButtons, gateTitles } from "../../../gate-titles.ts";
import { cannotShowWords } from "./cannot-show/words.ts";
import { confirmWords } from "./confirm/words.ts";
import { doneWords } from "./done/words.ts";
import { frameWords } from "./frame/words.ts";
import { issueWords } from "./issue/words.ts";
import { noticeWords } from "./notice/words.ts";
import { otpFieldWords } from "./otp-field/words.ts";
import { promptWords } from "./prompt/words.ts";
import { sessionWords } from "./session/words.ts";

const tables = [
  gateButtons,
  gateTitles,
  cannotShowWords,
  confirmWords,
  doneWords,
  frameWords,
  issueWords,
  noticeWords,
  otpFieldWords,
  promptWords,
  sessionWords,
];

/** Every text that the gate can show in one language; gaps are filled with a number, as most of them are. */
function textsOf(lang: Language): readonly string[] {
  return tables.flatMap((table) =>
    Object.values<unknown>(table[lang]).map((text) =>
      typeof text === "function"
        ? String(
            Reflect.apply(
              text,
              undefined,
              Array.from({ length: 4 }, () => "8"),
            ),
          )
        : String(text),
    ),
  );
}

/** What the phone and the bank call their own things. */
const namesElsewhere = new Set(["日付と時刻", "@8", "8", "@", "{domain}", "{suggestion}", "違います", ".jp", ".com"]);

describe("the gate's Japanese", () => {
  const texts = textsOf("ja");

  it("quotes only names that stand on a screen", () => {
    const quoted = texts.flatMap((text) => [...text.matchAll(/「([^」]*)」/g)].map(([, name = ""]) => name));
    expect(quoted.length).toBeGreaterThan(10);
    expect(quoted.filter((name) => !texts.includes(name) && !namesElsewhere.has(name))).toEqual([]);
  });

  it.each([
    ["promises no procedure that is not there", /機種変更の(お)?手続き|利用者管理|マスターユーザ/],
    ["calls nobody あなた and says nothing bluntly", /あなた|要りません|がまだです|いまここ/],
    ["「お聞きする」 is what fraudsters do; a screen needs an entry", /おたずねします/],
    ["has one reassurance, word for word", /お金は動いて|守られて/],
    ["writes いま in kana", /今(?!後)/],
    ["writes brackets and colons in full width", /[()]|: /],
  ])("%s", (_rule, wrong) => {
    expect(texts.filter((text) => wrong.test(text))).toEqual([]);
  });
});

describe("the gate's English", () => {
  const texts = textsOf("en");

  it("quotes only names that stand on a screen", () => {
    const quoted = texts.flatMap((text) => [...text.matchAll(/“([^”]*)”/g)].map(([, name = ""]) => name));
    expect(quoted.length).toBeGreaterThan(5);
    expect(quoted.filter((name) => !texts.includes(name) && !namesElsewhere.has(name))).toEqual([]);
  });

  it.each([
    ["promises no procedure that is not there", /change phone|user administration|master user/i],
    ["calls e-mail e-mail", /(?<!-)\bmails?\b(?! server)|SMS/i],
    ["says “new token”, not “issued again”", /issue (it|the token) again|issued again/],
    ["writes typographic apostrophes", /'/],
  ])("%s", (_rule, wrong) => {
    expect(texts.filter((text) => wrong.test(text))).toEqual([]);
  });
});
