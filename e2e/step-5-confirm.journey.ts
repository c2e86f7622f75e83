import { afterEach, describe, expect, it } from "vitest";
import { clock, closeWindows, expectScreen, openPc, openPhone } from "./harness/journey.ts";
import { newApplicant, warifu } from "./harness/people.ts";
import { confirmCode, logIn, logInAndIssue, readCode, setUpApp, spoken } from "./harness/steps.ts";

afterEach(closeWindows);

async function readyToConfirm() {
  const person = await newApplicant();
  const [pc, phone] = [await openPc(), await openPhone()];
  const mobileEmail = `${person.customerId}@example.jp`;
  const userId = await logInAndIssue(pc.page, person, { mobileEmail, activationPassword: "40516273" });
  await setUpApp(phone.page, { serviceId: "10121234", userId, activationPassword: "40516273" });
  return { person, pc, phone, code: await readCode(phone.page) };
}

describe("手順5 認証確認", () => {
  it("says how many digits are missing, and what a wrong code costs", async () => {
    const { pc, code } = await readyToConfirm();
    await confirmCode(pc.page, code.slice(0, 7));
    await pc.page.getByText("いま7桁です").first().waitFor();
    await confirmCode(pc.page, String((Number(code) + 1) % 100_000_000).padStart(8, "0"));
    await pc.page
      .getByText(/あと4回/)
      .first()
      .waitFor();
    await expectScreen(pc.page, "G-120");
    await confirmCode(pc.page, `${code.slice(0, 4)} ${code.slice(4)}`);
    await expectScreen(pc.page, "G-130");
  });

  it("is the first moment at which a code opens any door", async () => {
    const { person, pc, code } = await readyToConfirm();
    const early = await warifu.verify(person.customerId, { otp: code, purpose: "login" });
    expect(early).toMatchObject({ ok: true, value: { accepted: false, reason: "not_in_use" } });
    await confirmCode(pc.page, code);
    await pc.page.getByText("G-130", { exact: true }).waitFor();
    const again = await warifu.verify(person.customerId, { otp: code, purpose: "login" });
    expect(again).toMatchObject({ ok: true, value: { accepted: false, reason: "used" } });
  });

  it("uses the code up: the next log-in wants the next one", async () => {
    const { person, pc, phone, code } = await readyToConfirm();
    await confirmCode(pc.page, code);
    await pc.page.getByText("G-130", { exact: true }).waitFor();
    const second = await openPc();
    await logIn(second.page, person);
    await expectScreen(second.page, "G-210");
    await confirmCode(second.page, code);
    await second.page.getByText("すでに使われています").first().waitFor();
    await clock.advance(60);
    await confirmCode(second.page, await readNext(phone.page, code));
    await expectScreen(second.page, "B-200");
  });

  it("guards a transfer from then on", async () => {
    const { pc, phone, code } = await readyToConfirm();
    await confirmCode(pc.page, code);
    await pc.page.getByRole("button", { name: "インターネットバンキングへ進む" }).click();
    await pc.page.getByRole("link", { name: "振込", exact: true }).click();
    await pc.page.getByLabel("振込先の金融機関・支店").fill("青葉信用金庫 本店");
    await pc.page.getByLabel("口座番号").fill("７６５４３２１");
    await pc.page.getByLabel("受取人名").fill("アオバ ジロウ");
    await pc.page.getByLabel("金額（円）").fill("12,000");
    await expectScreen(pc.page, "B-300");
    await pc.page.getByRole("button", { name: "確認へ進む" }).click();
    await expectScreen(pc.page, "B-310");
    await pc.page.getByRole("button", { name: "ワンタイムパスワードの入力へ" }).click();
    await expectScreen(pc.page, "G-210");
    await clock.advance(60);
    await confirmCode(pc.page, await readNext(phone.page, code));
    await expectScreen(pc.page, "B-320");
    await pc.page.getByText("12,000円").first().waitFor();
  });
});

/** The code that follows `earlier` on the phone's screen. */
async function readNext(page: Parameters<typeof readCode>[0], earlier: string): Promise<string> {
  await page.getByText(spoken(earlier)).waitFor({ state: "detached" });
  return await readCode(page);
}
