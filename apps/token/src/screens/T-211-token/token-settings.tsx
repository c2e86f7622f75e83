import { useApp, useHeldTokens, useWords } from "../../app-context.ts";
import { Page } from "../../elements/page.tsx";
import type { HeldToken } from "../../keyholder/held-tokens.ts";
import { endOfUserId, institutionName } from "../../names/token-label.ts";
import { screenOf } from "../../screen.ts";
import { words as stateWords } from "../../status/words.ts";
import { NameForm } from "./name-form.tsx";
import { words } from "./words.ts";

/** T-211: one token's name, whether the app opens with it, and the way to its end. */
export function TokenSettings({ token }: { token: HeldToken }) {
  const app = useApp();
  const text = useWords(words);
  const states = useWords(stateWords);
  const { tokens, firstId } = useHeldTokens();
  const isFirst = firstId === token.id;
  const setUpOn = new Date(token.createdAtMs).toLocaleDateString(app.language, { dateStyle: "long" });
  const rows = [
    [text.institution, institutionName(token, app.language)],
    [text.userId, endOfUserId(token, tokens)],
    [text.state, states[app.standings[token.id] ?? token.state]],
    [text.setUpOn, setUpOn],
  ] as const;
  return (
    <Page screenId="T-211" title={text.title} hasBack supportPhone={token.institution.supportPhone}>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <NameForm token={token} />
      {tokens.length > 1 && (
        <div class="choice">
          <label>
            <input
              type="checkbox"
              checked={isFirst}
              aria-describedby="first-hint"
              onChange={() => app.keyholder.openWith(isFirst ? null : token.id)}
            />
            <span>{text.first}</span>
          </label>
          <p class="small" id="first-hint">
            {text.firstHint}
          </p>
        </div>
      )}
      <button type="button" class="button" onClick={() => app.start(screenOf(token))}>
        {text.show}
      </button>
      <section class="apart">
        <h2>{text.removeTitle}</h2>
        <button
          type="button"
          class="button button-outline"
          onClick={() => app.go({ name: "removeToken", tokenId: token.id })}
        >
          {text.remove}
        </button>
      </section>
    </Page>
  );
}
