import { describe, expect, it } from "vitest";
import {
  activated,
  applied,
  changedToken,
  contextAt,
  eventKinds,
  grown,
  inUse,
  issued,
  minute,
  nobody,
  refusalOf,
  startMs,
  suspended,
  valueOf,
} from "../sample-journey.ts";
import { resendMail } from "./resend-mail.ts";

const inJapanese = { locale: "ja" } as const;

describe("resendMail", () => {
  it("queues the mail again in the language asked for", () => {
    const decision = resendMail(issued(), { locale: "en" }, contextAt(startMs + minute));
    expect(valueOf(decision)).toEqual({ resendsLeft: 4, nextAtMs: startMs + 2 * minute });
    expect(decision.mails).toMatchObject([{ kind: "tokenIssued", locale: "en" }]);
    expect(changedToken(decision)).toMatchObject({ mailResends: 1, mailSentAtMs: startMs + minute });
    expect(eventKinds(decision)).toEqual(["token.mailResent"]);
  });

  it("waits a minute between two mails and says until when", () => {
    const refusal = refusalOf(resendMail(issued(), inJapanese, contextAt(startMs + minute - 1)));
    expect(refusal).toEqual({ code: "mailTooSoon", untilMs: startMs + minute });
  });

  it("stops after five", () => {
    let state = issued();
    for (let count = 1; count <= 5; count += 1) {
      state = grown(state, resendMail(state, inJapanese, contextAt(startMs + count * minute)));
    }
    expect(refusalOf(resendMail(state, inJapanese, contextAt(startMs + 9 * minute)))).toEqual({ code: "tooManyMails" });
  });

  it("is refused where no issuance is on its way", () => {
    const later = contextAt(startMs + minute);
    expect(refusalOf(resendMail(nobody, inJapanese, later)).code).toBe("notApplied");
    expect(refusalOf(resendMail(applied(), inJapanese, later)).code).toBe("nothingIssued");
    expect(refusalOf(resendMail(inUse(), inJapanese, later)).code).toBe("alreadyInUse");
    expect(refusalOf(resendMail(suspended(activated(), startMs), inJapanese, later)).code).toBe("suspended");
  });
});
