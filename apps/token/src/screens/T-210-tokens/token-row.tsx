import { useApp, useHeldTokens, useWords } from "../../app-context.ts";
import type { HeldToken } from "../../keyholder/held-tokens.ts";
import { labelOf } from "../../names/token-label.ts";
import { screenOf } from "../../screen.ts";
import { words as stateWords } from "../../status/words.ts";
import { words } from "./words.ts";

/** One token of the list: pressed, it is shown; beside it the way to its name and its end. */
export function TokenRow({ token, isShown }: { token: HeldToken; isShown: boolean }) {
  const app = useApp();
  const text = useWords(words);
  const states = useWords(stateWords);
  const { tokens, firstId } = useHeldTokens();
  const { title, detail, whole } = labelOf(token, tokens, app.language);
  const state = app.standings[token.id] ?? token.state;
  return (
    <li class="token-row">
      <button
        type="button"
        class={isShown ? "token token-shown" : "token"}
        aria-current={isShown}
        onClick={() => app.start(screenOf(token))}
      >
        <strong>{title}</strong>
        <span class="token-detail">{detail}</span>
        {state !== "inUse" && <span class="token-state">{states[state]}</span>}
        {(isShown || token.id === firstId) && (
          <span class="token-marks">
            {isShown && <span class="mark mark-shown">{text.shownNow}</span>}
            {token.id === firstId && <span class="mark">{text.shownFirst}</span>}
          </span>
        )}
      </button>
      <button type="button" class="text-button" onClick={() => app.go({ name: "token", tokenId: token.id })}>
        {text.manage}
        <span class="visually-hidden">{text.of(whole)}</span>
      </button>
    </li>
  );
}
