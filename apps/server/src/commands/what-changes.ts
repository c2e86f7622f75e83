import { Refused } from "../refused.ts";

/** Names what a `… set` command is asked to change, as the event says it. @throws Refused when it is nothing */
export function whatChanges(asked: Readonly<Record<string, unknown>>, say: string): string {
  const names = Object.keys(asked).filter((name) => asked[name] !== undefined && asked[name] !== false);
  if (names.length === 0) throw new Refused(`Say what to change: ${say}`);
  return names.join(" ");
}
