import { afterEach, describe, expect, it } from "vitest";
import { clock, closeWindows, demo, expectScreen, openPc } from "./harness/journey.ts";
import { mailsTo, newestMailTo } from "./harness/mail.ts";
import { eventually } from "./harness/patience.ts";
import { newApplicant } from "./harness/people.ts";
import { logInAndIssue } from "./harness/steps.ts";

afterEach(closeWindows);

describe("手順2 アプリのダウンロード", () => {
  it("brings a mail with the address of the token site and no secret", async () => {
    const person = await newApplicant();
    const mobileEmail = `${person.customerId}@example.jp`;
    const { page } = await openPc();
    const userId = await logInAndIssue(page, person, { mobileEmail, activationPassword: "73645182" });
    const mail = await newestMailTo(mobileEmail);
    expect(mail.subject).toContain("大空信用組合");
    const links = mail.text.match(/https?:\/\/\S+/g) ?? [];
    expect(links.length).toBeGreaterThan(0);
    expect(links.every((link) => new URL(link).origin === new URL(demo.token.url).origin)).toBe(true);
    for (const secret of [userId, userId.slice(0, 8), "73645182"]) expect(JSON.stringify(mail)).not.toContain(secret);
  });

  it("shows address, IDs, QR code, expiry and that the mail was sent", async () => {
    const person = await newApplicant();
    const mobileEmail = `${person.customerId}@example.jp`;
    const { page } = await openPc();
    const userId = await logInAndIssue(page, person, { mobileEmail, activationPassword: "73645182" });
    expect(userId).toMatch(/^[0-9A-Z]{16}$/);
    await newestMailTo(mobileEmail);
    await page.reload();
    await page.getByText("送信済み").first().waitFor();
    await page.getByText(mobileEmail).first().waitFor();
    await page.getByText("1012-1234").first().waitFor();
    await page.getByRole("img", { name: "トークンアプリを開くQRコード" }).waitFor();
    await expectScreen(page, "G-120");
  });

  it("sends the mail again after a minute, not earlier", async () => {
    const person = await newApplicant();
    const mobileEmail = `${person.customerId}@example.jp`;
    const { page } = await openPc();
    await logInAndIssue(page, person, { mobileEmail, activationPassword: "73645182" });
    await newestMailTo(mobileEmail);
    const resend = async (): Promise<void> => {
      const button = page.getByRole("button", { name: "メールを再送信" });
      if (!(await button.isVisible())) await page.getByText("メールが届かない場合").first().click();
      await button.click();
    };
    await resend();
    await page.getByText("前のメールを送ったばかりです").waitFor();
    await clock.advance(61);
    await resend();
    await page.getByText("メールをもう一度お送りしました").waitFor();
    await eventually("a second mail", async () => ((await mailsTo(mobileEmail)).length === 2 ? true : undefined));
  });
});
