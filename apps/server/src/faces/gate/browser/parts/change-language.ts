import { announceNextPage } from "./every-page.ts";

let asking = false;

/**
 * The links 日本語 / English put the page in the other language in the place of this one, so that what was entered is still there:
 * it is carried over from field to field and stays in this window. Nothing is sent, and nothing is stored, for an activation
 * password may do neither. Without this script, or when the page does not come, the link is an ordinary one.
 */
export function watchLanguageLinks(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".languages a[hreflang]")) {
    link.addEventListener("click", (event) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (asking) return;
      asking = true;
      fetchPage(link.href, (page) => {
        asking = false;
        if (page === null) location.assign(link.href);
        else show(page, link.href);
      });
    });
  }
}

/** XMLHttpRequest parses a page without running anything in it, and without a sink that Trusted Types would refuse. */
function fetchPage(address: string, then: (page: Document | null) => void): void {
  const request = new XMLHttpRequest();
  request.open("GET", address);
  request.responseType = "document";
  request.timeout = 10_000;
  request.addEventListener("loadend", () => {
    const page = request.status === 200 ? request.responseXML : null;
    // Another screen may be due by now: then the ordinary way shows it.
    then(page !== null && screenOf(page) === screenOf(document) ? page : null);
  });
  request.send();
}

function screenOf(page: Document): string {
  return page.querySelector(".screen-id span:last-child")?.textContent ?? "";
}

function show(page: Document, address: string): void {
  const entered = readEntries();
  const body = document.adoptNode(page.body);
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  document.body.replaceWith(body);
  history.replaceState(history.state, "", address);
  writeEntries(entered);
  announceNextPage();
  document.querySelector<HTMLElement>(".languages a[hreflang]")?.focus();
}

interface Entries {
  readonly values: ReadonlyMap<string, string>;
  /** Folded or not, by id. */
  readonly open: ReadonlyMap<string, boolean>;
  readonly kept: ReadonlyMap<string, { readonly hidden: boolean; readonly output: string }>;
}

function readEntries(): Entries {
  const inputs = [...document.querySelectorAll<HTMLInputElement>("main input[id]")];
  const folded = [...document.querySelectorAll<HTMLDetailsElement>("main details[id]")];
  const kept = [...document.querySelectorAll<HTMLElement>("[data-keep]")];
  return {
    values: new Map(inputs.map(({ id, value }) => [id, value])),
    open: new Map(folded.map(({ id, open }) => [id, open])),
    kept: new Map(
      kept.map((element) => [
        element.dataset["keep"] ?? "",
        { hidden: element.hidden === true, output: element.querySelector("output")?.textContent ?? "" },
      ]),
    ),
  };
}

function writeEntries({ values, open, kept }: Entries): void {
  for (const [id, value] of values) {
    const input = document.getElementById(id);
    if (input instanceof HTMLInputElement) input.value = value;
  }
  for (const [id, isOpen] of open) {
    const details = document.getElementById(id);
    if (details instanceof HTMLDetailsElement) details.open = isOpen;
  }
  for (const element of document.querySelectorAll<HTMLElement>("[data-keep]")) {
    const before = kept.get(element.dataset["keep"] ?? "");
    if (before === undefined) continue;
    element.hidden = before.hidden;
    const output = element.querySelector("output");
    if (output !== null) output.textContent = before.output;
  }
}
