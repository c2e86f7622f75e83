import { useEffect, useState } from "preact/hooks";
import { useApp, useClockState, useHeldTokens, useReached, useWords } from "../../app-context.ts";
import { isTolerated } from "../../clock/offset.ts";
import { amountOfOffset } from "../../clock/words.ts";
import { Page } from "../../elements/page.tsx";
import { mostTokens, tokenToShow, type HeldToken } from "../../keyholder/held-tokens.ts";
import { endOfUserId, institutionName } from "../../names/token-label.ts";
import { askToPersist } from "../../storage/probe.ts";
import { Choice } from "./choice.tsx";
import { words as stateWords } from "../../status/words.ts";
import { words } from "./words.ts";

/** T-300: language, colours, and what phone support asks for. No secrets. */
export function Diagnostics() {
  const app = useApp();
  const text = useWords(words);
  const states = useWords(stateWords);
  const { offsetMs } = useClockState();
  const reached = useReached();
  const held = useHeldTokens();
  const token = tokenToShow(held);
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
  function tokenRows(shown: HeldToken): [string, string][] {
    const { id, state } = shown;
    return [
      [text.institution, institutionName(shown, app.language)],
      [text.userId, endOfUserId(shown, held.tokens)],
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
        <h2>{text.tokens}</h2>
        <p class="small">{text.listHint(held.tokens.length, mostTokens)}</p>
        <button type="button" class="button button-outline" onClick={() => app.go({ name: "tokens", removed: null })}>
          {text.list}
        </button>
        <p class="small">{text.copying}</p>
      </section>
    </Page>
  );
}
