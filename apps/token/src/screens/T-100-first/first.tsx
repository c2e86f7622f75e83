import { useApp, useWords } from "../../app-context.ts";
import { Page } from "../../elements/page.tsx";
import { Tally } from "../../elements/tally.tsx";
import { words } from "./words.ts";

/** T-100: two equal doors, so that nobody who lost a token begins as if for the first time. */
export function First() {
  const app = useApp();
  const text = useWords(words);
  return (
    <Page screenId="T-100" title={text.title}>
      <div class="welcome">
        <Tally />
        <p>{text.lead}</p>
      </div>
      <div class="doors">
        <button type="button" class="door" onClick={() => app.go({ name: app.isInstalled ? "setUp" : "install" })}>
          <strong>{text.firstTime}</strong>
          <span>{text.firstTimeHint}</span>
        </button>
        <button
          type="button"
          class="door"
          onClick={() => app.go({ name: "trouble", trouble: { kind: "tokenMissing" } })}
        >
          <strong>{text.usedBefore}</strong>
          <span>{text.usedBeforeHint}</span>
        </button>
      </div>
    </Page>
  );
}
