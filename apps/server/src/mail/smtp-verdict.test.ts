import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeSmtp, readSmtpAnswer } from "./smtp-verdict.ts";

const judged = (answer: string, command = "RCPT TO") =>
  judgeSmtp({ ...readSmtpAnswer(answer), command, failure: "EENVELOPE" });

describe("what a mail server's refusal means", () => {
  it.each([
    "550 5.1.1 <hanako@docomo.example>: Recipient address rejected: User unknown",
    "550-5.1.1 The email account that you tried to reach does not exist.\n550 5.1.1 Please try double-checking",
    "550 5.1.2 Bad destination system",
    "501 5.1.3 Bad recipient address syntax",
    "550 5.1.6 Mailbox has moved",
    "556 5.1.10 Recipient address has a null MX",
    "550 5.2.1 Mailbox disabled",
    "550 No such user here",
    "551 User not local",
    "553 Mailbox name not allowed",
    "556 Domain does not accept mail",
  ])("is the recipient's, and final: %s", (answer) => {
    expect(judged(answer)).toEqual({ kind: "recipient" });
  });

  it.each([
    ["554 5.7.1 <hanako@docomo.example>: Relay access denied", "policy"],
    ["550 5.7.1 Unable to relay", "policy"],
    ["550 5.7.26 This mail is unauthenticated", "policy"],
    ["550 5.1.8 Sender address rejected: Domain not found", "sender"],
    ["553 5.1.7 Bad sender's mailbox address syntax", "sender"],
    ["550 5.7.27 Sender address has null MX", "sender"],
    ["530 5.7.0 Authentication required", "policy"],
    ["535 5.7.8 Authentication credentials invalid", "login"],
    ["538 5.7.11 Encryption required", "encryption"],
    ["503 5.5.1 Error: need MAIL command", "protocol"],
    ["501 5.5.4 Invalid arguments", "protocol"],
    ["552 5.3.4 Message too big for system", "system"],
    ["554 5.6.0 Message content rejected", "content"],
    ["550 5.4.1 Access denied", "system"],
    ["554 Transaction failed", "policy"],
    ["530 Must issue STARTTLS first", "login"],
    ["521 Host does not accept mail", "policy"],
    ["502 Command not implemented", "protocol"],
  ] as const)("is ours to mend, also in answer to RCPT: %s", (answer, about) => {
    expect(judged(answer)).toEqual({ kind: "ours", about });
  });

  it("means the same in answer to DATA where there is an enhanced status", () => {
    expect(judged("550 5.1.1 User unknown", "DATA")).toEqual({ kind: "recipient" });
    expect(judged("554 5.7.1 Spam", "DATA")).toEqual({ kind: "ours", about: "policy" });
  });

  it("is no word about the recipient where a bare 550 answers something else", () => {
    for (const command of ["MAIL FROM", "DATA", "CONN", "EHLO"]) expect(judged("550 no", command).kind).toBe("ours");
    expect(judged("550 5.0.0 no", "RCPT TO")).toEqual({ kind: "recipient" });
    expect(judged("550 5.1.0 no", "RCPT TO")).toEqual({ kind: "recipient" });
  });

  it.each([
    "450 4.2.1 Mailbox busy",
    "451 4.7.1 Greylisted",
    "452 Too many recipients",
    "421 4.3.2 Shutting down",
    "552 5.2.2 Mailbox full",
    "552 Mailbox full",
  ])("passes: %s", (answer) => {
    expect(judged(answer)).toEqual({ kind: "later" });
  });

  it("without an answer is about the way there, the log-in or the encryption", () => {
    const without = (failure: string) => judgeSmtp({ code: null, status: null, command: "", failure });
    expect(without("ECONNECTION")).toEqual({ kind: "unreachable" });
    expect(without("ETLS")).toEqual({ kind: "ours", about: "encryption" });
    expect(without("DEPTH_ZERO_SELF_SIGNED_CERT")).toEqual({ kind: "ours", about: "encryption" });
    expect(judgeSmtp({ code: 535, status: "5.7.8", command: "AUTH PLAIN", failure: "EAUTH" })).toEqual({
      kind: "ours",
      about: "login",
    });
    expect(judgeSmtp({ code: 454, status: "4.7.0", command: "AUTH PLAIN", failure: "EAUTH" })).toEqual({
      kind: "later",
    });
  });

  it("is never the recipient's with subject 3 to 7, whatever code and command it comes with (property)", () => {
    const answers = fc.record({
      code: fc.integer({ min: 500, max: 599 }),
      subject: fc.integer({ min: 3, max: 7 }),
      detail: fc.integer({ min: 0, max: 999 }),
      command: fc.constantFrom("RCPT TO", "DATA", "MAIL FROM", "BDAT"),
    });
    fc.assert(
      fc.property(answers, ({ code, subject, detail, command }) => {
        expect(judged(`${code} 5.${subject}.${detail} no`, command).kind).toBe("ours");
      }),
    );
  });
});
