import { isMobileEmail, normaliseDigits, normaliseMobileEmail } from "@warifu/otp";
import { makeUpActivationPassword, whatIsWrongWithPassword } from "./parts/activation-password.ts";
import { watchCopyButtons } from "./parts/copy-buttons.ts";
import { onEveryPage } from "./parts/every-page.ts";
import { clearError, clearErrors, focusErrorsOfPage, showErrors, showFormError } from "./parts/form-errors.ts";
import type { FieldError } from "./parts/form-errors.ts";
import { register } from "./parts/register.ts";
import { watchShowButtons } from "./parts/show-buttons.ts";
import { watchSkipIssuance } from "./parts/skip-issuance.ts";
import { isCutOff, suggestDomain } from "./parts/suggest-domain.ts";

/**
 * G-110: everything about the activation password happens here. Its two fields have no name, so no form can ever send them;
 * OPAQUE registration turns the password into a record that tells nobody anything, and only that record is posted.
 */
onEveryPage(() => {
  const form = document.querySelector<HTMLFormElement>("form[data-issue-form]");
  if (form !== null) watch(form);
  watchCopyButtons();
  watchShowButtons();
  watchSkipIssuance();
  focusErrorsOfPage();
});

function watch(form: HTMLFormElement): void {
  const words = readWords(form);
  const fields = {
    mobileEmail: input("mobileEmail"),
    mobileEmailAgain: input("mobileEmailAgain"),
    activationPassword: input("activationPassword"),
    activationPasswordAgain: input("activationPasswordAgain"),
  };
  const button = form.querySelector<HTMLButtonElement>("[data-issue-button]");
  const label = button?.textContent ?? "";
  let sending = false;

  fields.mobileEmail.addEventListener("change", () => {
    const mobileEmail = normaliseMobileEmail(fields.mobileEmail.value);
    const near = isCutOff(mobileEmail) ? null : suggestDomain(mobileEmail);
    const hint = document.querySelector<HTMLElement>("[data-email-hint]");
    const text = hint?.querySelector("[data-email-hint-text]");
    if (hint === null || text === null || text === undefined) return;
    hint.hidden = near === null;
    text.textContent =
      near === null ? "" : words("emailTypo").replace("{domain}", near.domain).replace("{suggestion}", near.suggestion);
  });

  watchMakeUp(fields.activationPassword, fields.activationPasswordAgain);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sending) return;
    clearErrors(form);
    const errors = findErrors();
    if (errors.length > 0) return showErrors(errors);
    sending = true;
    void send();
  });
  // Shown again by the back button: ready for another try.
  addEventListener("pageshow", () => {
    sending = false;
    if (button !== null) button.textContent = label;
  });

  async function send(): Promise<void> {
    if (button !== null) button.textContent = words("issuing");
    const done = await register(form.dataset["registration"] ?? "", normaliseDigits(fields.activationPassword.value));
    if (!done.ok) {
      sending = false;
      if (button !== null) button.textContent = label;
      return showFormError(words(done.why), fields.activationPassword);
    }
    hiddenInput(form, "registrationId").value = done.registrationId;
    hiddenInput(form, "registrationRecord").value = done.registrationRecord;
    fields.mobileEmail.value = normaliseMobileEmail(fields.mobileEmail.value);
    fields.mobileEmailAgain.value = normaliseMobileEmail(fields.mobileEmailAgain.value);
    // Out of the page before it can be kept for the back button.
    fields.activationPassword.value = "";
    fields.activationPasswordAgain.value = "";
    form.submit();
  }

  function findErrors(): FieldError[] {
    const errors: FieldError[] = [];
    const say = (field: HTMLInputElement, text: string) => errors.push({ field, text });
    const mobileEmail = normaliseMobileEmail(fields.mobileEmail.value);
    const again = normaliseMobileEmail(fields.mobileEmailAgain.value);
    const wrong = whatIsWrongWithEmail(mobileEmail);
    if (isCutOff(mobileEmail)) say(fields.mobileEmail, cutOffText(mobileEmail, words));
    else if (wrong !== null) say(fields.mobileEmail, words(wrong));
    if (again === "") say(fields.mobileEmailAgain, words("emailAgainEmpty"));
    else if (again !== mobileEmail) say(fields.mobileEmailAgain, words("emailDiffers"));
    const password = whatIsWrongWithPassword(fields.activationPassword.value, fields.activationPasswordAgain.value);
    const count = String(normaliseDigits(fields.activationPassword.value).length);
    if (password.password !== null) say(fields.activationPassword, words(password.password).replace("{count}", count));
    if (password.again !== null) say(fields.activationPasswordAgain, words(password.again));
    return errors;
  }
}

/** taro@docomo: nobody's address on the internet, and the customer would wait for the mail in vain. */
function cutOffText(mobileEmail: string, words: (name: string) => string): string {
  const suggestion = suggestDomain(mobileEmail)?.suggestion;
  if (suggestion === undefined) return words("emailIncomplete");
  const whole = `${mobileEmail.slice(0, mobileEmail.lastIndexOf("@"))}@${suggestion}`;
  return words("emailIncompleteKnown").replace("{suggestion}", () => whole);
}

function whatIsWrongWithEmail(mobileEmail: string): "emailEmpty" | "emailShort" | "emailLong" | "emailGrammar" | null {
  if (mobileEmail === "") return "emailEmpty";
  if (mobileEmail.length < 4) return "emailShort";
  if (mobileEmail.length > 64) return "emailLong";
  return isMobileEmail(mobileEmail) ? null : "emailGrammar";
}

/** おまかせで8桁を作る: fills both fields and shows the number large, to be written down. */
function watchMakeUp(password: HTMLInputElement, again: HTMLInputElement): void {
  const panel = document.querySelector<HTMLElement>("[data-made-up]");
  const output = panel?.querySelector("output");
  const button = document.querySelector<HTMLButtonElement>("[data-make-up]");
  if (button !== null) button.hidden = false;
  button?.addEventListener("click", () => {
    const made = makeUpActivationPassword((count) => crypto.getRandomValues(new Uint8Array(count)));
    password.value = made;
    again.value = made;
    clearError(password);
    clearError(again);
    if (panel !== null) panel.hidden = false;
    if (output !== undefined && output !== null) output.textContent = `${made.slice(0, 4)} ${made.slice(4)}`;
  });
  // A number that is no longer in the fields must not be written down.
  for (const field of [password, again]) {
    field.addEventListener("input", () => {
      if (panel !== null) panel.hidden = true;
    });
  }
}

function readWords(form: HTMLFormElement): (name: string) => string {
  const words: unknown = JSON.parse(form.dataset["words"] ?? "{}");
  return (name) => {
    const text: unknown = typeof words === "object" && words !== null ? Reflect.get(words, name) : undefined;
    return typeof text === "string" ? text : "";
  };
}

function input(id: string): HTMLInputElement {
  const element = document.getElementById(id);
  if (element instanceof HTMLInputElement) return element;
  throw new Error(`the page has no field ${id}`);
}

function hiddenInput(form: HTMLFormElement, name: string): HTMLInputElement {
  const element = form.elements.namedItem(name);
  if (element instanceof HTMLInputElement) return element;
  throw new Error(`the form has no field ${name}`);
}
