import { afterEach, describe, expect, it } from "vitest";
import { closeWindows, expectScreen, openPc, openPhone } from "./harness/journey.ts";
import { labels } from "./harness/labels.ts";
import { newestMailTo } from "./harness/mail.ts";
import { newApplicant } from "./harness/people.ts";
import { confirmCode, issueToken, logIn, readCode, readUserId, setUpApp } from "./harness/steps.ts";

afterEach(closeWindows);

describe("the five steps of the manual", () => {
  for (const language of ["ja", "en"] as const) {
    it(`lead from the log-in to a token in use (${language})`, async () => {
      const person = await newApplicant();
      const mobileEmail = `${person.customerId}@example.jp`;
      const [pc, phone] = [await openPc(language), await openPhone(language)];
      const words = labels[language];

      await logIn(pc.page, person, language);
      await expectScreen(pc.page, "G-110");
      await issueToken(pc.page, { mobileEmail, activationPassword: "48151623" }, language);
      await expectScreen(pc.page, "G-120");
      const userId = await readUserId(pc.page);

      const mail = await newestMailTo(mobileEmail);
      expect(mail.text).not.toContain(userId);
      expect(mail.text).not.toContain("48151623");

      await setUpApp(phone.page, { serviceId: "10121234", userId, activationPassword: "48151623" }, language);
      await expectScreen(phone.page, "T-130");
      await pc.page.getByText(words.gate.appIsSetUp).first().waitFor();

      const code = await readCode(phone.page, language);
      expect(code).toMatch(/^[0-9]{8}$/);
      await expectScreen(phone.page, "T-200");
      await confirmCode(pc.page, code, language);
      await expectScreen(pc.page, "G-130");
      await pc.page.getByRole("button", { name: words.gate.continue }).click();
      await expectScreen(pc.page, "B-200");
    });
  }
});
