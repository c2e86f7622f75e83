import type { Page } from "playwright-core";
import type { Language } from "../harness/journey.ts";
import { labels } from "../harness/labels.ts";
import { eventually } from "../harness/patience.ts";
import {
  hanakoBeginsAnew,
  openInstalledApp,
  openPc,
  openPhoneBrowser,
  type RunningProduct,
} from "./running-product.ts";
import { takePicture, type Crop, type Picture } from "./take-picture.ts";

export interface ReceivedMail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  /** In the customer's language only. */
  readonly text: string;
}

/** What the guide shows of the five steps, in one language. */
export interface Walk {
  readonly pictures: Readonly<Record<PictureName, Picture>>;
  readonly mail: ReceivedMail;
}

export type PictureName =
  | "issue-address"
  | "issue-password"
  | "ids"
  | "first"
  | "install-iphone"
  | "install-android"
  | "set-up"
  | "set-up-done"
  | "code"
  | "confirm"
  | "done"
  | "prompt";

/** The manual's own example. */
const mobileEmail = "hanakodt@oozora.co.jp";
const activationPassword = "48151623";

/** Goes the five steps of the manual as 大空 花子 and takes a picture wherever a customer may hesitate. */
export async function walkFiveSteps(product: RunningProduct, language: Language, folder: string): Promise<Walk> {
  const words = labels[language];
  const person = await hanakoBeginsAnew(product);
  const pictures: Partial<Record<PictureName, Picture>> = {};
  const take = async (name: PictureName, page: Page, crop: Crop = {}): Promise<void> => {
    pictures[name] = await takePicture(page, folder, `${language}-${name}`, crop);
  };
  const logIn = async (page: Page): Promise<void> => {
    await page.goto(`${product.demo.bank.url}/log-in`);
    await page.getByLabel(words.bank.customerId).fill(person.customerId);
    await page.getByLabel(words.bank.password).fill(person.password);
    await page.getByRole("button", { name: words.bank.logIn, exact: true }).click();
  };

  // 手順1
  const pc = await openPc(product, language);
  await logIn(pc);
  await screen(pc, "G-110");
  const email = pc.getByLabel(words.gate.email).first();
  const emailAgain = pc.getByLabel(words.gate.emailAgain);
  const password = pc.getByLabel(words.gate.activationPassword).first();
  const passwordAgain = pc.getByLabel(words.gate.activationPasswordAgain);
  for (const field of [email, emailAgain]) await field.fill(mobileEmail);
  for (const field of [password, passwordAgain]) await field.fill(activationPassword);
  const issue = pc.getByRole("button", { name: words.gate.issue, exact: true });
  const skip = pc.getByRole("button", { name: words.gate.skip });
  await take("issue-address", pc, {
    to: emailAgain,
    marks: [[1, email]],
  });
  await take("issue-password", pc, {
    from: pc.locator("fieldset", { has: password }),
    to: skip,
    marks: [
      [2, password],
      [3, issue],
    ],
  });
  await issue.click();

  // 手順2
  await screen(pc, "G-120");
  const userId =
    (await pc
      .getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
      .first()
      .textContent()) ?? "";
  const mail = await newestMail(product);
  // The page is read again so that it tells that the mail has gone out.
  await pc.reload();
  await take("ids", pc, {
    to: pc.getByRole("img").last(),
    marks: [
      [1, pc.getByText(mobileEmail)],
      [2, pc.getByText(userId.trim(), { exact: true })],
      [3, pc.getByRole("img").last()],
    ],
  });

  for (const kind of ["iphone", "android"] as const) {
    const browser = await openPhoneBrowser(product, language, kind);
    await browser.goto(product.demo.token.url);
    await screen(browser, "T-100");
    const firstTime = browser.getByRole("button", { name: words.app.first });
    if (kind === "iphone") {
      await take("first", browser, { to: browser.locator("main button").last(), marks: [[5, firstTime]] });
    }
    await firstTime.click();
    await screen(browser, "T-110");
    await take(`install-${kind}`, browser, { to: browser.locator("main ol ~ p").first() });
    await browser.context().close();
  }

  // 手順3
  const app = await openInstalledApp(product, language);
  await app.goto(product.demo.token.url);
  await app.getByRole("button", { name: words.app.first }).click();
  await screen(app, "T-120");
  const entries = {
    serviceId: app.getByLabel(words.app.serviceId),
    userId: app.getByLabel(words.app.userId),
    password: app.getByLabel(words.app.activationPassword),
  };
  await entries.serviceId.fill(product.facts.serviceId);
  await entries.userId.fill(userId);
  await entries.password.fill(activationPassword);
  const setUp = app.getByRole("button", { name: words.app.setUp, exact: true });
  await setUp.focus();
  await app.locator("form li").nth(2).waitFor();
  await take("set-up", app, {
    to: setUp,
    marks: [
      [2, entries.userId],
      [3, entries.password],
      [4, setUp],
    ],
  });
  await setUp.click();
  await screen(app, "T-130");
  const next = app.getByRole("button", { name: words.app.next, exact: true });
  await take("set-up-done", app, { to: next, marks: [[5, next]] });

  // 手順4
  await next.click();
  await screen(app, "T-200");
  const spoken = app.getByText(/^(ワンタイムパスワード、|One-time password, )[0-9]/).first();
  const code = ((await spoken.textContent()) ?? "").replaceAll(/[^0-9]/g, "");
  await take("code", app, {
    to: app.locator("main .notice").last(),
    marks: [
      [1, app.getByText(code.slice(0, code.length / 2), { exact: true })],
      [2, app.getByRole("timer")],
    ],
  });

  // 手順5
  await pc.getByText(words.gate.appIsSetUp).first().waitFor();
  await pc.reload();
  const otp = pc.getByRole("textbox", { name: words.gate.otp });
  await otp.fill(code);
  const confirm = pc.getByRole("button", { name: words.gate.confirm, exact: true });
  await take("confirm", pc, {
    to: confirm,
    marks: [
      [1, otp],
      [2, confirm],
    ],
  });
  await confirm.click();
  await screen(pc, "G-130");
  await take("done", pc, { to: pc.getByRole("button", { name: words.gate.continue }) });

  // From then on
  const later = await openPc(product, language);
  await logIn(later);
  await screen(later, "G-210");
  await take("prompt", later);

  await Promise.all([pc, app, later].map((page) => page.context().close()));
  return { pictures: pictures as Record<PictureName, Picture>, mail };
}

async function screen(page: Page, screenId: string): Promise<void> {
  await page.getByText(screenId, { exact: true }).first().waitFor();
}

/** The mail of 手順2 as it reached the mailbox, its first language only; waits until it is there. */
async function newestMail({ demo, clock }: RunningProduct): Promise<ReceivedMail> {
  return await eventually("the mail of 手順2", async () => {
    const answer = await fetch(`${demo.mailbox.url}/messages.json`);
    const mails = (await answer.json()) as (ReceivedMail & { receivedAt: string })[];
    const newest = mails.find(({ to, receivedAt }) => to === mobileEmail && Date.parse(receivedAt) >= clock.nowMs());
    return newest && { ...newest, text: (newest.text.split(/^-{20,}$/m)[0] ?? "").trim() };
  });
}
