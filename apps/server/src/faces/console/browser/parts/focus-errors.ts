/** A form that came back with errors begins with them. */
export function focusErrors(): void {
  document.querySelector<HTMLElement>("[data-focus-when-shown]:not([hidden])")?.focus();
}
