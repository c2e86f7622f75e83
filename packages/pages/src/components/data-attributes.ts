import { attributes } from "../attributes.ts";
import type { Html } from "../html.ts";

/** What a page's script finds its elements by: `{ otp: true }` → `data-otp`. */
export type DataHooks = Readonly<Record<string, string | true>>;

export function dataAttributes(hooks: DataHooks = {}): Html {
  return attributes(Object.fromEntries(Object.entries(hooks).map(([name, value]) => [`data-${name}`, value])));
}
