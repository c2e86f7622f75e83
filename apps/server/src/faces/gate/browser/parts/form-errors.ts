/** One thing that is wrong with a form, and the field it is about. */
export interface FieldError {
  readonly field: HTMLInputElement;
  readonly text: string;
}

/** Writes the errors at their fields and in the summary on top, and moves there: the same as the service would show. */
export function showErrors(errors: readonly FieldError[]): void {
  for (const { field, text } of errors) {
    const place = errorPlace(field);
    field.setAttribute("aria-invalid", "true");
    field.closest(".field")?.classList.add("field-wrong");
    if (place === null) continue;
    place.textContent = text;
    place.hidden = false;
    describe(field, [place.id, ...describers(field)]);
  }
  showSummary(errors.map(({ field, text }) => ({ text, href: `#${field.id}` })));
}

/** For what is wrong with the whole form, such as a lost connection. */
export function showFormError(text: string, field: HTMLInputElement): void {
  showSummary([{ text, href: `#${field.id}` }]);
}

export function clearErrors(form: HTMLFormElement): void {
  const summary = document.getElementById("error-summary");
  if (summary !== null) summary.hidden = true;
  for (const field of form.querySelectorAll<HTMLInputElement>("input[aria-invalid]")) clearError(field);
  // What the service said of a button pressed before is about another try.
  for (const said of document.querySelectorAll<HTMLElement>("[data-button-error]")) said.hidden = true;
}

/** What was wrong at this field has been mended: said neither there nor in the summary on top any more. */
export function clearError(field: HTMLInputElement): void {
  const place = errorPlace(field);
  if (place !== null) forgetInSummary(field, place.textContent);
  field.removeAttribute("aria-invalid");
  field.closest(".field")?.classList.remove("field-wrong");
  if (place === null) return;
  place.textContent = "";
  place.hidden = true;
  describe(
    field,
    describers(field).filter((id) => id !== place.id),
  );
}

/** Errors that came with the page are read first; a screen reader and a keyboard start there. */
export function focusErrorsOfPage(): void {
  const summary = document.getElementById("error-summary");
  if (summary !== null && !summary.hidden) summary.focus();
}

function showSummary(lines: readonly { text: string; href: string }[]): void {
  const summary = document.getElementById("error-summary");
  const list = summary?.querySelector("ul");
  if (summary === null || list === null || list === undefined) return;
  const items = lines.map(({ text, href }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = href;
    link.textContent = text;
    item.append(link);
    return item;
  });
  list.replaceChildren(...items);
  summary.hidden = false;
  summary.focus();
}

/** Only what was said at the field: a lost connection, whose line leads there too, is not mended by it. */
function forgetInSummary(field: HTMLInputElement, text: string): void {
  const summary = document.getElementById("error-summary");
  if (summary === null) return;
  for (const link of summary.querySelectorAll("a")) {
    if (link.getAttribute("href") === `#${field.id}` && link.textContent === text) link.closest("li")?.remove();
  }
  if (summary.querySelector("li") === null) summary.hidden = true;
}

function errorPlace(field: HTMLInputElement): HTMLElement | null {
  return document.getElementById(`${field.id}-error`);
}

function describers(field: HTMLInputElement): string[] {
  return (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id !== "");
}

function describe(field: HTMLInputElement, ids: readonly string[]): void {
  if (ids.length === 0) field.removeAttribute("aria-describedby");
  else field.setAttribute("aria-describedby", [...new Set(ids)].join(" "));
}
