import { useEffect, useRef, useState } from "preact/hooks";
import { AppContext, useHeldTokens, type App } from "./app-context.ts";
import type { AppClock } from "./clock/app-clock.ts";
import { findToken, type HeldToken } from "./keyholder/held-tokens.ts";
import type { Keyholder } from "./keyholder/keyholder.ts";
import type { Language } from "./language/language.ts";
import { screenForIds, type Screen } from "./screen.ts";
import { First } from "./screens/T-100-first/first.tsx";
import { Install } from "./screens/T-110-install/install.tsx";
import { Resume } from "./screens/T-120-set-up/resume.tsx";
import { SetUp } from "./screens/T-120-set-up/set-up.tsx";
import { Done } from "./screens/T-130-done/done.tsx";
import { Code } from "./screens/T-200-code/code.tsx";
import { Tokens } from "./screens/T-210-tokens/tokens.tsx";
import { TokenSettings } from "./screens/T-211-token/token-settings.tsx";
import { RemoveToken } from "./screens/T-212-remove/remove-token.tsx";
import { Diagnostics } from "./screens/T-300-diagnostics/diagnostics.tsx";
import { TroubleScreen } from "./screens/T-400-trouble/trouble.tsx";
import type { Connection } from "./service/connection.ts";
import type { ServiceClient } from "./service/service-client.ts";
import { onArrivingIds } from "./ids/arriving-ids.ts";
import type { Ids } from "./ids/read-ids.ts";
import { keepSetting, type Settings, type Theme } from "./storage/settings.ts";

export interface AppProps {
  readonly clock: AppClock;
  readonly service: ServiceClient;
  readonly connection: Connection;
  readonly keyholder: Keyholder;
  readonly isInstalled: boolean;
  readonly browserTabAnywhere: boolean | null;
  readonly settings: Partial<Settings> & Pick<Settings, "language" | "theme" | "draft">;
  readonly firstScreen: Screen;
}

export function AppView(props: AppProps) {
  const { settings, firstScreen, ...parts } = props;
  const [language, setLanguage] = useState<Language>(settings.language);
  const [theme, setTheme] = useState<Theme>(settings.theme);
  const [draft, setDraft] = useState<Partial<Ids>>(settings.draft);
  const [standings, setStandings] = useState<App["standings"]>({});
  const [usedUpUserId, setUsedUp] = useState<string | null>(settings.usedUpUserId ?? null);
  const [arrivals, setArrivals] = useState(0);
  const { screen, ...navigation } = useNavigation(firstScreen);
  useEffect(
    () =>
      onArrivingIds((ids) => {
        app.keepDraft({ ...settings.draft, ...ids });
        setArrivals((before) => before + 1);
        app.start(screenForIds(ids, app.keyholder.state(), app.isInstalled));
      }),
    [],
  );
  useEffect(() => dressDocument(language, theme), [language, theme]);
  const app: App = {
    ...parts,
    language,
    speak(next) {
      setLanguage(next);
      void keepSetting("language", next);
    },
    theme,
    wear(next) {
      setTheme(next);
      void keepSetting("theme", next);
    },
    standings,
    noteStanding: (tokenId, standing) =>
      setStandings((before) => (before[tokenId] === standing ? before : { ...before, [tokenId]: standing })),
    draft,
    keepDraft(next) {
      setDraft(next);
      void keepSetting("draft", next);
    },
    usedUpUserId,
    noteUsedUp(userId) {
      setUsedUp(userId);
      void keepSetting("usedUpUserId", userId);
    },
    ...navigation,
  };
  return (
    <AppContext.Provider value={app}>
      <ScreenView key={arrivals} screen={screen} />
    </AppContext.Provider>
  );
}

function ScreenView({ screen }: { screen: Screen }) {
  const held = useHeldTokens();
  switch (screen.name) {
    case "first":
      return <First />;
    case "install":
      return <Install />;
    case "setUp":
      return <SetUp />;
    case "diagnostics":
      return <Diagnostics />;
    case "tokens":
      return <Tokens removed={screen.removed} />;
    case "trouble":
      return <TroubleScreen trouble={screen.trouble} />;
    default: {
      const token = findToken(held, screen.tokenId);
      // Removed meanwhile, in another window of the app.
      return token === undefined ? <Tokens removed={null} /> : <TokenScreen name={screen.name} token={token} />;
    }
  }
}

function TokenScreen({ name, token }: { name: Extract<Screen, { tokenId: string }>["name"]; token: HeldToken }) {
  switch (name) {
    case "resume":
      return <Resume key={token.id} token={token} />;
    case "done":
      return <Done token={token} />;
    case "code":
      return <Code key={token.id} token={token} />;
    case "token":
      return <TokenSettings key={token.id} token={token} />;
    default:
      return <RemoveToken key={token.id} token={token} />;
  }
}

/** Screens in a stack that follows the phone's back button. Nothing of them is written into the address or the history. */
function useNavigation(
  first: Screen,
): Pick<App, "go" | "replace" | "start" | "back" | "canGoBack"> & { screen: Screen } {
  const stack = useRef<Screen[]>([first]);
  const [screen, setScreen] = useState(first);
  useEffect(() => {
    const show = (): void => {
      // A link with IDs, and no step back.
      if (location.hash !== "") return;
      if (stack.current.length > 1) stack.current.pop();
      setScreen(stack.current.at(-1) ?? first);
    };
    addEventListener("popstate", show);
    return () => removeEventListener("popstate", show);
  }, []);
  return {
    screen,
    canGoBack: stack.current.length > 1,
    go(next) {
      stack.current.push(next);
      history.pushState(null, "");
      setScreen(next);
      scrollTo(0, 0);
    },
    replace(next) {
      stack.current = [...stack.current.slice(0, -1), next];
      setScreen(next);
      scrollTo(0, 0);
    },
    start(next) {
      stack.current = [next];
      setScreen(next);
      scrollTo(0, 0);
    },
    back() {
      if (stack.current.length > 1) history.back();
    },
  };
}

/** Language, colours and manifest of the document follow the settings. */
function dressDocument(language: Language, theme: Theme): void {
  const { documentElement: root } = document;
  root.lang = language;
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
  document
    .querySelector<HTMLLinkElement>("link[rel=manifest]")
    ?.setAttribute("href", `/manifest.${language}.webmanifest`);
}
