import { normaliseDigits } from "@warifu/otp";
import { clearErrors, focusErrorsOfPage, showErrors } from "./form-errors.ts";

/**
 * The one-time password field: full-width digits, spaces and hyphens become plain digits once the input method has let go of
 * them, and a code of the wrong length is caught before it costs a try. Without this script the server does the same.
 */
export function watchOtpFields(): void {
  focusErrorsOfPage();
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-otp-form]")) {
    const field = form.querySelector<HTMLInputElement>("input[autocomplete='one-time-code']");
    if (field !== null) watch(form, field);
  }
}

function watch(form: HTMLFormElement, field: HTMLInputElement): void {
  const digits = Number(form.dataset["digits"]);
  let composing = false;
  const tidy = () => {
    const plain = normaliseDigits(field.value);
    if (plain !== field.value) field.value = plain;
  };
  field.addEventListener("compositionstart", () => {
    composing = true;
  });
  field.addEventListener("compositionend", () => {
    composing = false;
    tidy();
  });
  field.addEventListener("change", tidy);
  // Pasting puts the text in only after its event; while an input method composes, its text is not ours to touch.
  field.addEventListener("paste", () => {
    setTimeout(() => {
      if (!composing) tidy();
    }, 0);
  });
  form.addEventListener("submit", (event) => {
    // 戻る and the like go elsewhere and need no code.
    if (event.submitter?.hasAttribute("formaction") === true) return;
    tidy();
    clearErrors(form);
    const wrong = whatIsWrong(field.value, digits, form);
    if (wrong === null) return;
    event.preventDefault();
    showErrors([{ field, text: wrong }]);
  });
}

function whatIsWrong(value: string, digits: number, form: HTMLFormElement): string | null {
  if (value === "") return form.dataset["wordsEmpty"] ?? "";
  if (!/^[0-9]*$/.test(value)) return form.dataset["wordsFormatOther"] ?? "";
  if (value.length === digits) return null;
  return (form.dataset["wordsFormat"] ?? "").replace("{count}", String(value.length));
}
