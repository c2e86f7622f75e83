import { announceNextPage } from "./every-page.ts";

/** A page of the gate that was asked for without leaving this one. */
export interface FetchedPage {
  readonly page: Document;
  /** Where it came from, after every redirect. */
  readonly address: string;
}

/**
 * Asks for a page, by GET or with a form's entries by POST; null when none comes. XMLHttpRequest parses it without running anything in
 * it, and without a sink that Trusted Types would refuse.
 */
export function fetchPage(address: string, then: (fetched: FetchedPage | null) => void, entries?: FormData): void {
  const request = new XMLHttpRequest();
  request.open(entries === undefined ? "GET" : "POST", address);
  request.responseType = "document";
  request.timeout = 10_000;
  request.addEventListener("loadend", () => {
    const page = request.status === 200 ? request.responseXML : null;
    then(page === null ? null : { page, address: request.responseURL });
  });
  request.send(entries === undefined ? null : formEncoded(entries));
}

/** Whether it is the screen that is here already: then it can take this one's place. */
export function isSameScreen({ page }: FetchedPage): boolean {
  return screenOf(page) === screenOf(document);
}

/**
 * Puts the page in the place of this one. What was entered is carried over from field to field and stays in this window: nothing is
 * sent, and nothing is stored, for an activation password may do neither.
 */
export function replacePage({ page, address }: FetchedPage): void {
  const entered = readEntries();
  const body = document.adoptNode(page.body);
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  document.body.replaceWith(body);
  history.replaceState(history.state, "", address);
  writeEntries(entered);
  announceNextPage();
}

function screenOf(page: Document): string {
  return page.querySelector(".screen-id span:last-child")?.textContent ?? "";
}

/** As a form sends them. */
function formEncoded(entries: FormData): URLSearchParams {
  const texts = new URLSearchParams();
  for (const [name, value] of entries) if (typeof value === "string") texts.append(name, value);
  return texts;
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
