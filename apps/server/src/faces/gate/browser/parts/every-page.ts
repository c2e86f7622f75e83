const replaced = "warifu-page-replaced";

/** Starts a page's behaviour now, and again whenever a change of language has put another page in place (change-language.ts). */
export function onEveryPage(start: () => void): void {
  start();
  document.addEventListener(replaced, start);
}

/** Once, before the present page gives way to another: for what has to be ended then. */
export function beforeNextPage(end: () => void): void {
  document.addEventListener(replaced, end, { once: true, capture: true });
}

export function announceNextPage(): void {
  document.dispatchEvent(new Event(replaced));
}
