import { readFileSync, writeFileSync } from "node:fs";

const begin = "<!-- made by npm run bench -- --write-docs -->";
const end = "<!-- end of what is made -->";

/** Puts a text between the markers of a Markdown document. @throws Error when the markers are not there */
export function replaceMade(document: string, made: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error("The document has no markers for what is made");
  return `${document.slice(0, from + begin.length)}\n\n${made.trimEnd()}\n\n${document.slice(to)}`;
}

export function writeIntoDocs(made: string): void {
  const path = new URL("../../../docs/performance.md", import.meta.url);
  writeFileSync(path, replaceMade(readFileSync(path, "utf8"), made));
}
