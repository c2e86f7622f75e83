import type { ClockCorrection } from "../clock/correction.ts";
import type { Language } from "../language/language.ts";
import type { Ids } from "../ids/read-ids.ts";
import { inStore } from "./database.ts";

export type Theme = "system" | "light" | "dark";

/** Everything the app remembers besides tokens; each by its name in the store `settings`. Nothing here is secret. */
export interface Settings {
  language: Language;
  theme: Theme;
  /** IDs typed or scanned before the set-up is done, so that an interruption costs no typing. Never the activation password. */
  draft: Partial<Ids>;
  /** The user ID whose tries this phone saw used up, so that it says so again instead of listing what it could be. */
  usedUpUserId: string;
  clockCorrection: ClockCorrection | null;
  /** The token that was looked at last. */
  chosenTokenId: string | null;
  /** The token that the customer wants to see first whenever the app is opened; null: the one looked at last. */
  firstTokenId: string | null;
  /** The customer removed the last token: an empty phone is then no loss to warn of. */
  emptiedByCustomer: boolean;
}

/** A setting that cannot be kept is no reason to stop: blocked storage is told where it matters, before a try is spent. */
export async function readSettings(): Promise<Partial<Settings>> {
  try {
    const records = await inStore<{ name: string; value: unknown }[]>("settings", "readonly", (store) =>
      store.getAll(),
    );
    return Object.fromEntries(records.map(({ name, value }) => [name, value]));
  } catch {
    return {};
  }
}

export async function keepSetting<Name extends keyof Settings>(name: Name, value: Settings[Name]): Promise<void> {
  try {
    await inStore("settings", "readwrite", (store) => store.put({ name, value }));
  } catch {
    // See readSettings.
  }
}
