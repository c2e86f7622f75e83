import { useState } from "preact/hooks";
import { useHeldTokens, useWayToSetUp, useWords } from "../../app-context.ts";
import { Notice } from "../../elements/notice.tsx";
import { Page } from "../../elements/page.tsx";
import { isFull, mostTokens, tokenToShow } from "../../keyholder/held-tokens.ts";
import { findTokens } from "../../names/find-tokens.ts";
import { OrderList } from "./order-list.tsx";
import { SearchField } from "./search-field.tsx";
import { TokenRow } from "./token-row.tsx";
import { words } from "./words.ts";

/** As many as fit a small screen need no search. */
const searchFrom = 6;

/** T-210: every token on this phone. Choosing one shows its code. */
export function Tokens({ removed }: { removed: string | null }) {
  const text = useWords(words);
  const setUp = useWayToSetUp();
  const held = useHeldTokens();
  const [typed, setTyped] = useState("");
  const [isOrdering, setOrdering] = useState(false);
  const { tokens, unreadable } = held;
  const shown = tokenToShow(held);
  const isSearchable = tokens.length >= searchFrom && !isOrdering;
  const found = isSearchable ? findTokens(typed, tokens) : tokens;
  const lead = isOrdering ? text.reorderLead : tokens.length > 0 ? text.lead : text.none;
  return (
    <Page screenId="T-210" title={text.title} hasBack supportPhone={shown?.institution.supportPhone}>
      {removed !== null && <Notice kind="success" title={text.removed(removed)} />}
      <p class="lead">{lead}</p>
      {isSearchable && (
        <SearchField
          label={text.search}
          hint={text.searchHint}
          value={typed}
          onInput={setTyped}
          found={typed.trim() === "" ? "" : text.found(found.length, tokens.length)}
        />
      )}
      {isOrdering ? (
        <OrderList tokens={tokens} />
      ) : (
        <ul class="tokens">
          {found.map((token) => (
            <TokenRow key={token.id} token={token} isShown={token.id === shown?.id} />
          ))}
        </ul>
      )}
      {unreadable > 0 && (
        <Notice kind="warning" title={text.unreadableTitle(unreadable)}>
          <p>{text.unreadable}</p>
        </Notice>
      )}
      {tokens.length > 1 && (
        <button type="button" class="button button-outline" onClick={() => setOrdering(!isOrdering)}>
          {isOrdering ? text.reorderDone : text.reorder}
        </button>
      )}
      {!isOrdering && (
        <section>
          {isFull(held) ? (
            <p>{text.full(mostTokens)}</p>
          ) : (
            <>
              <button type="button" class="button button-outline" onClick={setUp}>
                {text.add}
              </button>
              {tokens.length > 0 && <p class="small">{text.addHint(mostTokens)}</p>}
            </>
          )}
        </section>
      )}
    </Page>
  );
}
