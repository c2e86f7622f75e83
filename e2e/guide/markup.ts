/** Text for HTML. `**x**` becomes strong; nothing else is markup. */
export function inline(text: string): string {
  return escaped(text).replaceAll(/\*\*(.+?)\*\*/g, "<strong>$1</strong>");
}

export function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** ① … ⑨, drawn as a number in a circle; the number is read as it is. */
export function mark(number: number, style = ""): string {
  return `<span class="mark"${style === "" ? "" : ` style="${style}"`}>${number}</span>`;
}
