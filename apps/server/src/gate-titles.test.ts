import { messagesFor } from "@warifu/pages";
import { describe, expect, it } from "vitest";
import { confirmWords } from "./faces/gate/screens/confirm/words.ts";
import { doneWords } from "./faces/gate/screens/done/words.ts";
import { cannotShowWords } from "./faces/gate/screens/cannot-show/words.ts";
import { issueWords } from "./faces/gate/screens/issue/words.ts";
import { noticeWords } from "./faces/gate/screens/notice/words.ts";
import { promptWords } from "./faces/gate/screens/prompt/words.ts";
import { gateScreenIds, gateTitles } from "./gate-titles.ts";

describe("the names of the gate's screens", () => {
  it.each(["ja", "en"] as const)("that others quote are those that the screens bear (%s)", (lang) => {
    const titles = messagesFor(gateTitles, lang);
    const notice = messagesFor(noticeWords, lang);
    expect(titles).toEqual({
      issue: messagesFor(issueWords, lang).title,
      confirm: messagesFor(confirmWords, lang).title,
      done: messagesFor(doneWords, lang).title,
      prompt: messagesFor(promptWords, lang).title,
      cannotShow: messagesFor(cannotShowWords, lang).title,
      notApplied: notice.notAppliedTitle,
      notReady: notice.notReadyTitle,
      tooManyIssuances: notice.tooManyTitle,
      sessionEnded: notice.sessionTitle,
      visitFinished: notice.finishedTitle,
      paused: notice.pausedTitle,
      locked: notice.lockedTitle,
      suspended: notice.suspendedTitle,
      revoked: notice.revokedTitle,
      expired: notice.expiredTitle,
    });
  });

  it("are all different, and so are their numbers", () => {
    for (const table of [gateTitles.ja, gateTitles.en, gateScreenIds]) {
      expect(new Set(Object.values(table)).size).toBe(Object.keys(table).length);
    }
  });
});
