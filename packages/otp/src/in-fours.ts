/** Groups of four with hyphens between: what an eye can carry from one screen to another. */
export function inFours(text: string): string {
  const groups: string[] = [];
  for (let start = 0; start < text.length; start += 4) groups.push(text.slice(start, start + 4));
  return groups.join("-");
}
