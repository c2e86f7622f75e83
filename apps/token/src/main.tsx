import "@digital-go-jp/design-tokens/dist/tokens-simple.css";
import { render } from "preact";
import { AppView } from "./app.tsx";
import { makeAppClock } from "./clock/app-clock.ts";
import { makeKeyholder, type Keyholder } from "./keyholder/keyholder.ts";
import { preferredLanguage } from "./language/language.ts";
import "./look/look.css";
import { moveWithArrowKeys } from "./phone/arrow-keys.ts";
import { coverWhenOutOfSight } from "./phone/cover.ts";
import { listenForInstallOffer } from "./phone/install-prompt.ts";
import { isInstalled } from "./phone/platform.ts";
import { dependsOnService, firstScreen } from "./screen.ts";
import { makeConnection, type Connection } from "./service/connection.ts";
import { makeServiceClient } from "./service/service-client.ts";
import { registerServiceWorker } from "./service-worker/register.ts";
import { takeIdsFromAddress } from "./ids/arriving-ids.ts";
import { keepSetting, readSettings } from "./storage/settings.ts";
import { indexedDbTokens } from "./storage/tokens.ts";

listenForInstallOffer();
moveWithArrowKeys();
coverWhenOutOfSight();
void start();

async function start(): Promise<void> {
  const ids = takeIdsFromAddress();
  const connection = makeConnection({
    ask: async () => await clock.measure(),
    isVisible,
    later(ms, ring) {
      const timer = setTimeout(ring, ms);
      return () => clearTimeout(timer);
    },
  });
  const service = makeServiceClient(async (...request) => await fetch(...request), connection.note);
  const settings = await readSettings();
  const draft = { ...settings.draft, ...ids };
  if (Object.keys(ids).length > 0) void keepSetting("draft", draft);
  const clock = makeAppClock({
    readPhoneMs: () => Date.now(),
    readMonotonicMs: () => performance.now(),
    isVisible,
    async serviceTimeMs() {
      const answer = await service.timeMs();
      return answer.ok ? answer.value : undefined;
    },
    keepCorrection: (correction) => void keepSetting("clockCorrection", correction),
    correction: settings.clockCorrection ?? null,
  });
  const keyholder = makeKeyholder({
    store: indexedDbTokens,
    remembered: settings,
    remember: (name, value) => void keepSetting(name, value),
    nowMs: clock.nowMs,
    newId: () => crypto.randomUUID(),
  });
  const held = await keyholder.look().then(keyholder.state, () => "blocked" as const);
  // A phone with a token shows it at once; only one without has to hear whether there ever was one.
  const answer = dependsOnService(held) ? await service.settings() : undefined;
  const known = answer?.ok ? answer.value : undefined;
  const installed = isInstalled();
  const root = document.querySelector("#app");
  if (root === null) throw new Error("The page has no place for the app");
  root.replaceChildren();
  render(
    <AppView
      clock={clock}
      service={service}
      connection={connection}
      keyholder={keyholder}
      isInstalled={installed}
      browserTabAnywhere={known?.browserTabAnywhere ?? null}
      settings={{
        ...settings,
        language: settings.language ?? preferredLanguage(navigator.languages),
        theme: settings.theme ?? "system",
        draft,
      }}
      firstScreen={firstScreen({
        held,
        ids,
        isInstalled: installed,
        installedBefore: known?.installedBefore === true,
        emptiedByCustomer: settings.emptiedByCustomer === true,
      })}
    />,
    root,
  );
  // Letters of our own come after the first picture; until then, and for whoever saves data, the phone's are good enough.
  const isSavingData = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
  if (!isSavingData) import("@fontsource-variable/noto-sans-jp/wght.css").catch(() => {});
  void clock.measure();
  hastenOnHints(connection, keyholder);
  registerServiceWorker().catch(() => {
    // The app then works with a network only, as on a phone that blocks workers.
  });
}

function isVisible(): boolean {
  return document.visibilityState === "visible";
}

/** The browser's word about the network decides nothing; it only says when it is worth asking. */
function hastenOnHints({ hasten }: Connection, { look }: Keyholder): void {
  addEventListener("online", hasten);
  addEventListener("offline", hasten);
  document.addEventListener("visibilitychange", () => {
    if (!isVisible()) return;
    hasten();
    // Another window may have set up or removed a token. What cannot be read now is read the next time.
    look().catch(() => {});
  });
}
