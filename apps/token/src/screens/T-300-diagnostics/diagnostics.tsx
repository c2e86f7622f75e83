import { useEffect, useState } from "preact/hooks";
import { useApp, useClockState, useHeldTokens, useReached, useWayToSetUp, useWords } from "../../app-context.ts";
import { isTolerated } from "../../clock/offset.ts";
import { amountOfOffset } from "../../clock/words.ts";
import { Page } from "../../elements/page.tsx";
import { tokenToShow, type HeldToken } from "../../keyholder/held-tokens.ts";
import { askToPersist } from "../../storage/probe.ts";
import { Choice } from "./choice.tsx";
import { words } from "./words.ts";

/** T-300: language, colours, and what phone support asks for. No secrets. */
export function Diagnostics() {
  const app = useApp();
  const text = useWords(words);
  const { offsetMs } = useClockState();
  const reached = useReached();
  const setUp = useWayToSetUp();
  const token = tokenToShow(useHeldTokens());
  const [isKept, setKept] = useState(false);
  useEffect(() => void askToPersist().then(setKept), []);

  const clock = ((): string => {
    if (offsetMs === null) return text.clockUnknown;
    const amount = amountOfOffset(offsetMs, app.language);
    if (isTolerated(offsetMs)) return text.clockRight(amount);
    return offsetMs > 0 ? text.clockSlow(amount) : text.clockFast(amount);
  })();
  const rows: [string, string][] = [
    [text.version, WARIFU_APP_VERSION],
    ...(token === undefined ? [[text.state, text.noToken] as [string, string]] : tokenRows(token)),
    [text.clock, clock],
    [text.storage, isKept ? text.storageKept : text.storageForNow],
    [text.opened, app.isInstalled ? text.openedHome : text.openedTab],
    [text.connection, { unknown: text.connecting, reached: text.online, notReached: text.offline }[reached]],
  ];
  function tokenRows({ id, institution, userId, state }: HeldToken): [string, string][] {
    const states = {
      pendingReceipt: text.statePending,
      activated: text.stateActivated,
      inUse: text.stateInUse,
      paused: text.statePaused,
      locked: text.stateLocked,
      suspended: text.stateSuspended,
      ended: text.stateEnded,
    };
    return [
      [text.institution, app.language === "ja" ? institution.nameJa : institution.nameEn],
      [text.userId, userId.slice(-4)],
      [text.state, states[app.standings[id] ?? state]],
    ];
  }

  return (
    <Page screenId="T-300" title={text.title} hasBack supportPhone={token?.institution.supportPhone}>
      <Choice
        name="language"
        legend={text.language}
        value={app.language}
        options={[
          { value: "ja", label: text.japanese, lang: "ja" },
          { value: "en", label: text.english, lang: "en" },
        ]}
        onChoose={app.speak}
      />
      <Choice
        name="theme"
        legend={text.theme}
        value={app.theme}
        options={[
          { value: "system", label: text.themeSystem },
          { value: "light", label: text.themeLight },
          { value: "dark", label: text.themeDark },
        ]}
        onChoose={app.wear}
      />
      <section>
        <h2>{text.diagnostics}</h2>
        <p class="small">{text.diagnosticsHint}</p>
        <dl class="facts">
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <button type="button" class="button button-outline" onClick={() => void app.clock.measure()}>
          {text.measure}
        </button>
      </section>
      <section>
        <p class="small">{text.copying}</p>
        <button type="button" class="button button-outline" onClick={setUp}>
          {text.another}
        </button>
        <p class="small">{text.anotherHint}</p>
      </section>
    </Page>
  );
}
