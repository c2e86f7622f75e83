import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useApp, useCurrent, useWords } from "../../app-context.ts";
import { Notice } from "../../elements/notice.tsx";
import { Page } from "../../elements/page.tsx";
import { ToTokens } from "../../elements/to-tokens.tsx";
import { install, installState, onInstallState } from "../../phone/install-prompt.ts";
import { platformOf } from "../../phone/platform.ts";
import { AddDrawing, AddRowDrawing, ConfirmDrawing, MenuDrawing, MenuRowDrawing, ShareDrawing } from "./drawings.tsx";
import { words } from "./words.ts";

/** T-110: from the tab to the home screen; on in this tab only where the institution allows it. */
export function Install() {
  const app = useApp();
  const text = useWords(words);
  const state = useCurrent(installState, onInstallState);
  const browserTab = useBrowserTabAllowed();
  const platform = platformOf(navigator);
  return (
    <Page screenId="T-110" title={text.title} hasBack>
      <p class="lead">{text.lead}</p>
      {state === "installed" ? (
        <Notice kind="success" title={text.installed} />
      ) : state === "offered" ? (
        <>
          <p>{text.android}</p>
          <button type="button" class="button" onClick={() => void install()}>
            {text.install}
          </button>
        </>
      ) : platform === "ios" ? (
        <ol class="drawn-steps">
          <DrawnStep drawing={<ShareDrawing />} text={text.ios1} />
          <DrawnStep drawing={<AddRowDrawing />} text={text.ios2} />
          <DrawnStep drawing={<AddDrawing />} text={text.ios3} />
        </ol>
      ) : platform === "android" ? (
        <ol class="drawn-steps">
          <DrawnStep drawing={<MenuDrawing />} text={text.menu1} />
          <DrawnStep drawing={<MenuRowDrawing />} text={text.menu2} />
          <DrawnStep drawing={<ConfirmDrawing />} text={text.menu3} />
        </ol>
      ) : (
        <ol class="steps">
          <li>{text.menu1}</li>
          <li>{text.menu2}</li>
          <li>{text.menu3}</li>
        </ol>
      )}
      {state !== "installed" && <p>{text.after}</p>}
      <p class="small">{text.inOtherApp}</p>
      {platform === "ios" && <p class="small">{text.idsKept}</p>}
      <Notice kind="info" title={text.whyTitle}>
        <p>{text.why}</p>
      </Notice>
      {browserTab && (
        <section class="in-the-tab">
          <button type="button" class="button button-outline" onClick={() => app.go({ name: "setUp" })}>
            {text.here}
          </button>
          <p class="small">{text.hereWarning}</p>
          {platform === "ios" && <p class="small">{text.hereWarningIphone}</p>}
        </section>
      )}
      <ToTokens />
    </Page>
  );
}

function DrawnStep({ drawing, text }: { drawing: JSX.Element; text: string }) {
  return (
    <li>
      {drawing}
      <span>{text}</span>
    </li>
  );
}

/** Usually known since the start; asked for when the app began without a network or with a token. */
function useBrowserTabAllowed(): boolean {
  const { service, browserTabAnywhere } = useApp();
  const [isAllowed, setAllowed] = useState(browserTabAnywhere);
  useEffect(() => {
    if (isAllowed !== null) return;
    void service.settings().then((answer) => {
      if (answer.ok) setAllowed(answer.value.browserTabAnywhere);
    });
  }, []);
  return isAllowed === true;
}
