import { fetchPage, isSameScreen, replacePage } from "./replace-page.ts";

let asking = false;

/**
 * トークン発行の省略 of G-110: where it is refused, the page says so with every entry still in its field, the activation password too,
 * which no form may send. Without this script, or when no page comes, the button sends its form, and the addresses alone are kept.
 */
export function watchSkipIssuance(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-skip-form]");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    if (asking) return;
    asking = true;
    takeAddresses(form);
    fetchPage(
      form.action,
      (fetched) => {
        asking = false;
        if (fetched === null) form.submit();
        else if (isSameScreen(fetched)) replacePage(fetched);
        else location.assign(fetched.address);
      },
      new FormData(form),
    );
  });
}

function takeAddresses(form: HTMLFormElement): void {
  for (const name of ["mobileEmail", "mobileEmailAgain"]) {
    const [field, copy] = [document.getElementById(name), form.elements.namedItem(name)];
    if (field instanceof HTMLInputElement && copy instanceof HTMLInputElement) copy.value = field.value;
  }
}
