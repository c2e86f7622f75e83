import { revoke } from "@warifu/rules";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Mail, MailOutcome, MailSender } from "./mail.ts";
import { customerActor, issueToken } from "../tests/issue-token.ts";
import { makeTestService } from "../tests/test-service.ts";
import type { TestService } from "../tests/test-service.ts";
import { sendDueMails, startMailJob } from "./send-mail.ts";

let test: TestService;
let sent: Mail[];
let outcome: MailOutcome;
const sender: MailSender = {
  async send(mail) {
    sent.push(mail);
    return outcome;
  },
  close: () => undefined,
};

beforeEach(async () => {
  test = await makeTestService();
  sent = [];
  outcome = { kind: "sent" };
});
afterEach(() => test.service.close());

const hourMs = 60 * 60 * 1000;

describe("the mail of 手順2", () => {
  it("names the token site only: no user ID, no service ID, no password", async () => {
    const { userId, tokenId } = await issueToken(test);
    await sendDueMails(test.service, sender);
    expect(sent).toHaveLength(1);
    const [mail] = sent;
    expect(mail?.to).toBe("hanakodt@oozora.example");
    expect(mail?.subject).toBe("【大空信用組合】トークン発行のお知らせ");
    expect(mail?.text).toContain("https://token.example.jp/\n");
    expect(mail?.text.match(/https?:\/\/[^\s]+/g)).toEqual(["https://token.example.jp/", "https://token.example.jp/"]);
    expect(mail?.text).not.toContain(userId);
    expect(mail?.text).not.toContain("10121234");
    expect(mail?.text).toContain("お聞きすることは、決してありません");
    expect(mail?.text).toContain("never asks for passwords");
    expect(mail?.text).toContain("2026年11月23日 14:53");
    const [stored] = await test.service.storage.mailsOfToken(tokenId);
    expect(stored).toMatchObject({ delivery: "sent", attempts: 1, sentAtMs: test.clock.nowMs });
  });

  it("carries no link at all where the institution's policy says so", async () => {
    await test.service.close();
    test = await makeTestService({ policy: { mailCarriesLink: false } });
    await issueToken(test);
    await sendDueMails(test.service, sender);
    expect(sent[0]?.text).not.toMatch(/https?:/);
  });

  it("is sent once, however many nodes look at the same time", async () => {
    await issueToken(test);
    await Promise.all(Array.from({ length: 10 }, () => sendDueMails(test.service, sender)));
    await sendDueMails(test.service, sender);
    expect(sent).toHaveLength(1);
  });

  it("is tried again when the server is busy or away, with the same Message-ID, and goes out when it is back", async () => {
    const { tokenId } = await issueToken(test);
    outcome = { kind: "unreachable" };
    await sendDueMails(test.service, sender);
    await sendDueMails(test.service, sender);
    expect(sent).toHaveLength(1);
    expect((await test.service.storage.mailsOfToken(tokenId))[0]).toMatchObject({
      delivery: "queued",
      lastError: "unreachable",
    });
    outcome = { kind: "sent" };
    test.clock.nowMs += 10_000;
    await sendDueMails(test.service, sender);
    expect(sent).toHaveLength(2);
    expect(sent[0]?.messageId).toBe(sent[1]?.messageId);
    expect((await test.service.storage.mailsOfToken(tokenId))[0]).toMatchObject({ delivery: "sent", lastError: null });
  });

  it("fails for good when the server refuses the address: G-120 can say so at once", async () => {
    const { tokenId } = await issueToken(test);
    outcome = { kind: "refused" };
    await sendDueMails(test.service, sender);
    expect((await test.service.storage.mailsOfToken(tokenId))[0]).toMatchObject({
      delivery: "failed",
      lastError: "refused",
    });
    test.clock.nowMs += hourMs;
    await sendDueMails(test.service, sender);
    expect(sent).toHaveLength(1);
  });

  it("is kept when the server takes no mail from us, and the operator is told in log and metric, without the address", async () => {
    const { tokenId } = await issueToken(test);
    outcome = { kind: "notTaken", about: "policy", code: 554, status: "5.7.1" };
    await sendDueMails(test.service, sender);
    expect((await test.service.storage.mailsOfToken(tokenId))[0]).toMatchObject({
      delivery: "queued",
      lastError: "notTaken",
    });
    expect(test.logged()).toContain('"complaint":"policy","smtpCode":554,"smtpStatus":"5.7.1"');
    expect(test.logged()).not.toMatch(/oozora|hanako/);
    expect(await test.service.metrics.text()).toContain('warifu_mail_server_refusals_total{about="policy"} 1');
    outcome = { kind: "sent" };
    test.clock.nowMs += 10_000;
    await sendDueMails(test.service, sender);
    expect((await test.service.storage.mailsOfToken(tokenId))[0]).toMatchObject({ delivery: "sent" });
  });

  it("is given up within a day, and never sent for a token that has ended meanwhile", async () => {
    const { tokenId } = await issueToken(test);
    outcome = { kind: "unreachable" };
    for (let hours = 0; hours < 30; hours++) {
      await sendDueMails(test.service, sender);
      test.clock.nowMs += hourMs;
    }
    const [mail] = await test.service.storage.mailsOfToken(tokenId);
    expect(mail?.delivery).toBe("failed");
    expect(["gaveUp", "superseded"]).toContain(mail?.lastError);
  });

  it("does not follow a revoked token", async () => {
    const { tokenId, customerId } = await issueToken(test);
    const subject = { institutionId: test.institution.institutionId, customerId };
    await test.service.perform(test.institution, subject, customerActor, (state, context) =>
      revoke(state, { tokenId, reason: "lost" }, context),
    );
    await sendDueMails(test.service, sender);
    expect(sent).toEqual([]);
    expect((await test.service.storage.mailsOfToken(tokenId))[0]).toMatchObject({ lastError: "superseded" });
  });

  it("leaves no address in the log", async () => {
    await issueToken(test);
    outcome = { kind: "unreachable" };
    await sendDueMails(test.service, sender);
    test.clock.nowMs += hourMs;
    outcome = { kind: "sent" };
    await sendDueMails(test.service, sender);
    expect(test.logged()).toContain("a mail was sent");
    expect(test.logged()).not.toMatch(/oozora|hanako/);
  });
});

describe("the mail job", () => {
  it("sends what a commit of this node queued without waiting for its next look", async () => {
    let arrive = (_mail: Mail): void => undefined;
    const arrived = new Promise<Mail>((resolve) => (arrive = resolve));
    const waking: MailSender = {
      async send(mail) {
        arrive(mail);
        return { kind: "sent" };
      },
      close: () => undefined,
    };
    const job = startMailJob(test.service, waking);
    test.onMailQueued(() => job.wake());
    await issueToken(test);
    expect((await arrived).to).toBe("hanakodt@oozora.example");
    await job.stop();
  });

  it("finishes the mail in flight before it stops", async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let began = (): void => undefined;
    const beginning = new Promise<void>((resolve) => (began = resolve));
    const slow: MailSender = {
      async send() {
        began();
        await held;
        return { kind: "sent" };
      },
      close: () => undefined,
    };
    const { tokenId } = await issueToken(test);
    const job = startMailJob(test.service, slow);
    await beginning;
    const stopped = job.stop();
    release();
    await stopped;
    expect((await test.service.storage.mailsOfToken(tokenId))[0]).toMatchObject({ delivery: "sent" });
  });
});
