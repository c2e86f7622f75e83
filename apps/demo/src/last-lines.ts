/** How much of what a part says is kept for the moment in which it fails. */
const keptLines = 20;
const keptCharacters = 16_384;

/** The end of what a process says. */
export class LastLines {
  #text = "";

  add(chunk: Buffer | string): void {
    this.#text = (this.#text + String(chunk)).slice(-keptCharacters);
  }

  /** At most so many lines, each indented; empty when it said nothing. */
  toString(): string {
    const lines = this.#text.trimEnd().split("\n").slice(-keptLines);
    return lines
      .map((line) => `    ${line}\n`)
      .join("")
      .replace(/^\s*\n$/, "");
  }
}
