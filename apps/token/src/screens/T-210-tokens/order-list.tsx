import { useEffect, useRef, useState } from "preact/hooks";
import { useApp, useWords } from "../../app-context.ts";
import type { HeldToken } from "../../keyholder/held-tokens.ts";
import { labelOf } from "../../names/token-label.ts";
import { words } from "./words.ts";

const ways = [
  ["up", -1],
  ["down", 1],
] as const;

/** The list with 上へ and 下へ at each token. The one that moves keeps the focus, and its new place is said. */
export function OrderList({ tokens }: { tokens: readonly HeldToken[] }) {
  const app = useApp();
  const text = useWords(words);
  const [movedId, setMovedId] = useState<string | null>(null);
  const [isKept, setKept] = useState(true);
  const pressed = useRef<"up" | "down">("up");
  const places = tokens.map(({ id }) => id).join();
  // A row that changes places lets go of the focus; at the end of the list its button is gone, and the other one takes it.
  useEffect(() => {
    const other = pressed.current === "up" ? "down" : "up";
    (
      document.getElementById(`${pressed.current}-${movedId}`) ?? document.getElementById(`${other}-${movedId}`)
    )?.focus();
  }, [places]);

  async function move(id: string, way: "up" | "down", by: -1 | 1): Promise<void> {
    pressed.current = way;
    setMovedId(id);
    setKept(
      await app.keyholder.move(id, by).then(
        () => true,
        () => false,
      ),
    );
  }

  const at = tokens.findIndex(({ id }) => id === movedId);
  const movedToken = tokens[at];
  const told = isKept
    ? movedToken && text.place(labelOf(movedToken, tokens, app.language).title, at + 1, tokens.length)
    : text.notKept;
  return (
    <>
      <ol class="tokens tokens-ordered">
        {tokens.map((token, index) => {
          const { title, detail, whole } = labelOf(token, tokens, app.language);
          return (
            <li key={token.id} class="token-row">
              <p class="token token-still">
                <strong>{title}</strong>
                <span class="token-detail">{detail}</span>
              </p>
              <div class="token-moves">
                {ways.map(
                  ([way, by]) =>
                    tokens[index + by] !== undefined && (
                      <button
                        key={way}
                        type="button"
                        id={`${way}-${token.id}`}
                        class="button button-outline"
                        onClick={() => void move(token.id, way, by)}
                      >
                        {text[way]}
                        <span class="visually-hidden">{text.of(whole)}</span>
                      </button>
                    ),
                )}
              </div>
            </li>
          );
        })}
      </ol>
      <p role="status" class="status">
        {told}
      </p>
    </>
  );
}
