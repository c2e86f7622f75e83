import type { Page } from "playwright-core";
import { labels } from "./labels.ts";
import { demo, type Language } from "./journey.ts";
import type { BankCustomer } from "./start-demo.ts";

// What a person does with the screens, in the words that stand on them.

/** Before 手順1: the customer logs in to internet banking and is led to the gate. */
export async function logIn(page: Page, person: BankCustomer, language: Language = "ja"): Promise<void> {
  const words = labels[language].bank;
  await page.goto(`${demo.bank.url}/log-in`);
  await page.getByLabel(words.customerId).fill(person.customerId);
  await page.getByLabel(words.password).fill(person.password);
  await page.getByRole("button", { name: words.logIn, exact: true }).click();
}

export interface IssueEntries {
  readonly mobileEmail: string;
  readonly activationPassword: string;
}

/** 手順1: fills in the form and presses トークン発行, whatever comes of it. */
export async function pressIssue(page: Page, entries: IssueEntries, language: Language = "ja"): Promise<void> {
  const words = labels[language].gate;
  // The page's script has woken up: before that, the activation password could go nowhere.
  await page.getByRole("button", { name: words.makeUp }).waitFor();
  await page.getByLabel(words.email).first().fill(entries.mobileEmail);
  await page.getByLabel(words.emailAgain).fill(entries.mobileEmail);
  await page.getByLabel(words.activationPassword).first().fill(entries.activationPassword);
  await page.getByLabel(words.activationPasswordAgain).fill(entries.activationPassword);
  await page.getByRole("button", { name: words.issue, exact: true }).click();
}

/** 手順1, done: the screen of 手順2 is shown. */
export async function issueToken(page: Page, entries: IssueEntries, language: Language = "ja"): Promise<void> {
  await pressIssue(page, entries, language);
  await page.getByText("G-120", { exact: true }).waitFor();
}

/** 手順2: the user ID as the screen shows it, without its groups. */
export async function readUserId(page: Page): Promise<string> {
  const shown = await page
    .getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
    .first()
    .textContent();
  return (shown ?? "").replaceAll("-", "").trim();
}

/** 手順3 up to the form: the app in an ordinary tab, as the demo's institution allows. */
export async function openSetUp(page: Page, language: Language = "ja"): Promise<void> {
  const words = labels[language].app;
  await page.goto(demo.token.url);
  await page.getByRole("button", { name: words.first }).click();
  await page.getByRole("button", { name: words.inThisTab }).click();
  await page.getByText("T-120", { exact: true }).waitFor();
}

export interface SetUpEntries {
  readonly serviceId: string;
  readonly userId: string;
  readonly activationPassword: string;
}

export async function enterSetUp(page: Page, entries: SetUpEntries, language: Language = "ja"): Promise<void> {
  const words = labels[language].app;
  await page.getByLabel(words.serviceId).fill(entries.serviceId);
  await page.getByLabel(words.userId).fill(entries.userId);
  await page.getByLabel(words.activationPassword).fill(entries.activationPassword);
  await page.getByRole("button", { name: words.setUp, exact: true }).click();
}

/** 手順3, whole: from the app's first screen to 初期設定完了. */
export async function setUpApp(page: Page, entries: SetUpEntries, language: Language = "ja"): Promise<void> {
  await openSetUp(page, language);
  await enterSetUp(page, entries, language);
  await page.getByText("T-130", { exact: true }).waitFor();
}

/** 手順4: the eight digits on the phone. */
export async function readCode(page: Page, language: Language = "ja"): Promise<string> {
  const next = page.getByRole("button", { name: labels[language].app.next, exact: true });
  if (await next.isVisible()) await next.click();
  await page.getByText("T-200", { exact: true }).waitFor();
  const spoken = page
    .getByText(language === "ja" ? /^ワンタイムパスワード、[0-9]/ : /^One-time password, [0-9]/)
    .first();
  return ((await spoken.textContent()) ?? "").replaceAll(/[^0-9]/g, "");
}

/** The digits as a screen reader is told to read them: one by one. */
export function spoken(code: string): string {
  return code.split("").join("、");
}

/** 手順5. */
export async function confirmCode(page: Page, code: string, language: Language = "ja"): Promise<void> {
  const words = labels[language].gate;
  await page.getByRole("textbox", { name: words.otp }).fill(code);
  await page.getByRole("button", { name: words.confirm, exact: true }).click();
}

/** From a log-in to the screen of 手順2 with a token issued; gives its user ID. */
export async function logInAndIssue(page: Page, person: BankCustomer, entries: IssueEntries): Promise<string> {
  await logIn(page, person);
  await issueToken(page, entries);
  return await readUserId(page);
}
