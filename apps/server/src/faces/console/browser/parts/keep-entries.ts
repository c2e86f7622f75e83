const kept = "warifu-entries";

/**
 * A change of language loads this page anew: what was entered is kept for that one way and put into the form again. Hidden
 * fields belong to the page that was shown and stay with it. Without scripts a form comes back empty.
 */
export function keepEntries(): void {
  const form = document.querySelector<HTMLFormElement>("main form");
  if (form === null) return;
  putBack(form);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[hreflang]")) {
    link.addEventListener("click", () => {
      const entries = fieldsOf(form).map(({ name, value }) => [name, value] as const);
      sessionStorage.setItem(kept, JSON.stringify({ path: location.pathname, entries }));
    });
  }
}

function putBack(form: HTMLFormElement): void {
  const text = sessionStorage.getItem(kept);
  sessionStorage.removeItem(kept);
  if (text === null) return;
  const { path, entries } = JSON.parse(text) as { path: string; entries: readonly (readonly [string, string])[] };
  if (path !== location.pathname) return;
  const typed = new Map(entries);
  for (const field of fieldsOf(form)) field.value = typed.get(field.name) ?? field.value;
}

function fieldsOf(form: HTMLFormElement): readonly (HTMLInputElement | HTMLSelectElement)[] {
  return [
    ...form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input[name]:not([type=hidden]), select[name]"),
  ];
}
