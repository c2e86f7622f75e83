import { useState } from "preact/hooks";
import { useApp, useHeldTokens, useWords } from "../../app-context.ts";
import { Notice } from "../../elements/notice.tsx";
import { Page } from "../../elements/page.tsx";
import { TextField } from "../../elements/text-field.tsx";
import type { HeldToken } from "../../keyholder/held-tokens.ts";
import { isEndOfUserId, labelOf } from "../../names/token-label.ts";
import { words } from "./words.ts";

/** T-212: what removing a token does and does not do. One that the bank still takes is removed only when its end was typed. */
export function RemoveToken({ token }: { token: HeldToken }) {
  const app = useApp();
  const text = useWords(words);
  const { tokens } = useHeldTokens();
  const [typed, setTyped] = useState("");
  const [fault, setFault] = useState<"wrongEnd" | "notRemoved" | null>(null);
  const { title, detail } = labelOf(token, tokens, app.language);
  const end = token.userId.slice(-4);
  const hasEnded = app.standings[token.id] === "ended";

  async function remove(event: Event): Promise<void> {
    event.preventDefault();
    setFault(null);
    if (!hasEnded && !isEndOfUserId(typed, token.userId)) {
      document.getElementById("end")?.focus();
      return setFault("wrongEnd");
    }
    await app.keyholder.remove(token.id).then(
      () => app.start({ name: "tokens", removed: title }),
      () => setFault("notRemoved"),
    );
  }

  return (
    <Page screenId="T-212" title={text.title} hasBack supportPhone={token.institution.supportPhone}>
      <p class="lead">{text.which}</p>
      <p class="token token-still">
        <strong>{title}</strong>
        <span class="token-detail">{detail}</span>
      </p>
      {hasEnded ? (
        <Notice kind="info" title={text.endedTitle}>
          <p>{text.ended}</p>
        </Notice>
      ) : (
        <Notice kind="warning" title={text.beforeTitle}>
          <p>{text.bank}</p>
          <p>{text.noWay}</p>
          <p>{text.noReturn}</p>
          <p>{text.stop}</p>
        </Notice>
      )}
      <form noValidate onSubmit={(event) => void remove(event)}>
        {!hasEnded && (
          <TextField
            id="end"
            label={text.typeEnd(end)}
            hint={text.typeEndHint}
            error={fault === "wrongEnd" ? text.wrongEnd(end) : undefined}
            value={typed}
            onInput={setTyped}
            input={{ type: "text", inputMode: "text", autocapitalize: "characters", enterKeyHint: "done" }}
          />
        )}
        {fault === "notRemoved" && (
          <p class="field-error" role="alert">
            {text.notRemoved}
          </p>
        )}
        <button type="submit" class="button button-danger">
          {text.remove}
        </button>
        <button type="button" class="button button-outline" onClick={app.back}>
          {text.keep}
        </button>
      </form>
    </Page>
  );
}
