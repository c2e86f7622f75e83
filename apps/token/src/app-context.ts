import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { AppClock, ClockState } from "./clock/app-clock.ts";
import type { Language } from "./language/language.ts";
import { wordsIn, type Words } from "./language/words.ts";
import type { HeldTokens } from "./keyholder/held-tokens.ts";
import type { Keyholder } from "./keyholder/keyholder.ts";
import { wayToSetUp, type Screen } from "./screen.ts";
import type { Connection, Reached } from "./service/connection.ts";
import type { ServiceClient } from "./service/service-client.ts";
import type { Ids } from "./ids/read-ids.ts";
import type { Standing } from "./status/ask-status.ts";
import type { Theme } from "./storage/settings.ts";

/** What every screen may use. */
export interface App {
  readonly clock: AppClock;
  readonly service: ServiceClient;
  readonly connection: Connection;
  readonly keyholder: Keyholder;
  readonly isInstalled: boolean;
  /** Whether some institution of this service allows set-up in a browser tab; null: not asked yet. */
  readonly browserTabAnywhere: boolean | null;
  readonly language: Language;
  readonly speak: (language: Language) => void;
  readonly theme: Theme;
  readonly wear: (theme: Theme) => void;
  /** How the service last said that each token stands, by its id on this phone; gone when the app is closed. */
  readonly standings: Readonly<Record<string, Standing>>;
  readonly noteStanding: (tokenId: string, standing: Standing) => void;
  /** IDs typed or scanned so far; kept over interruptions. */
  readonly draft: Partial<Ids>;
  readonly keepDraft: (draft: Partial<Ids>) => void;
  /** The user ID whose tries this phone saw used up; null: none. */
  readonly usedUpUserId: string | null;
  readonly noteUsedUp: (userId: string) => void;
  /** To another screen; the phone's back button comes back. */
  readonly go: (screen: Screen) => void;
  /** To another screen, with no way back to this one. */
  readonly replace: (screen: Screen) => void;
  /** To another screen, as if the app had been opened with it. */
  readonly start: (screen: Screen) => void;
  /** Nothing where canGoBack is false. */
  readonly back: () => void;
  readonly canGoBack: boolean;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error("Screens live inside the app");
  return app;
}

/** The texts of a screen in the language of the moment. */
export function useWords<Table>(words: Words<Table>): ReturnType<typeof wordsIn<Table>> {
  return wordsIn(words, useApp().language);
}

/** Draws again whenever the source says that it changed. */
export function useCurrent<Value>(read: () => Value, subscribe: (listener: () => void) => () => void): Value {
  const [value, setValue] = useState(read);
  useEffect(() => {
    setValue(read());
    return subscribe(() => setValue(read()));
  }, [subscribe]);
  return value;
}

/** The tokens of this phone, as they are at this moment. */
export function useHeldTokens(): HeldTokens {
  const { keyholder } = useApp();
  return useCurrent(keyholder.state, keyholder.subscribe);
}

/** Leads to where a token is set up. */
export function useWayToSetUp(): () => void {
  const { keyholder, isInstalled, go } = useApp();
  return () => go(wayToSetUp(keyholder.state(), isInstalled));
}

export function useClockState(): ClockState {
  const { clock } = useApp();
  return useCurrent(clock.state, clock.subscribe);
}

/** Whether the service answered lately; as long as a screen looks at it, it is asked now and then. */
export function useReached(): Reached {
  const { connection } = useApp();
  return useCurrent(connection.state, connection.watch);
}
