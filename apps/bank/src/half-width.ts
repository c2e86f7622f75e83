/** Full-width letters, digits and signs (U+FF01–FF5E) and the wide space as their plain ones: ＨＡＮＡＫＯ０１ → HANAKO01. */
export function halfWidth(text: string): string {
  return text
    .replaceAll(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll("\u3000", " ");
}
