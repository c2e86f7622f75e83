/**
 * Wakes C-100 of a one-time link. Its secret stands behind "#", which browsers send nowhere; here it is put into the form, and
 * pressing the button posts it. The languages' links take it along: changing the language must not lose it.
 */
const form = document.querySelector<HTMLFormElement>("[data-sign-in-link]");
const field = form?.querySelector<HTMLInputElement>("input[name=link]");
const missing = document.querySelector<HTMLElement>("[data-no-sign-in-link]");

if (form && field && missing) {
  const wake = (): void => {
    field.value = location.hash.slice(1);
    form.hidden = field.value === "";
    missing.hidden = !form.hidden;
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[hreflang]")) link.hash = location.hash;
  };
  wake();
  // Another link opened in the same window changes nothing but the part behind "#".
  addEventListener("hashchange", wake);
}
