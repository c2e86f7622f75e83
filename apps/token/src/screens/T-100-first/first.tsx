import { useApp, useWayToSetUp, useWords } from "../../app-context.ts";
import { Page } from "../../elements/page.tsx";
import { Tally } from "../../elements/tally.tsx";
import { words } from "./words.ts";

/** T-100: two equal doors, so that nobody who lost a token begins as if for the first time. */
export function First() {
  const app = useApp();
  const text = useWords(words);
  const setUp = useWayToSetUp();
  return (
    <Page screenId="T-100" title={text.title}>
      <div class="welcome">
        <Tally />
        <p>{text.lead}</p>
      </div>
      <div class="doors">
        <button type="button" class="door" onClick={setUp}>
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
