import { useApp, useHeldTokens, useWords } from "../app-context.ts";
import { usableTokens } from "../keyholder/held-tokens.ts";
import { screenOf } from "../screen.ts";
import { words } from "./words.ts";

/** The way to the tokens that are here, from a screen that is about another one; nothing where there are none. */
export function ToTokens() {
  const app = useApp();
  const text = useWords(words);
  const held = useHeldTokens();
  const usable = usableTokens(held);
  const [token] = usable;
  if (token === undefined) return null;
  const isOnlyOne = usable.length === 1 && held.unreadable === 0;
  return (
    <button
      type="button"
      class="button button-outline"
      onClick={() => app.start(isOnlyOne ? screenOf(token) : { name: "tokens", removed: null })}
    >
      {text.toTokens}
    </button>
  );
}
