import { useApp, useWords } from "../../app-context.ts";
import { Notice } from "../../elements/notice.tsx";
import { Page } from "../../elements/page.tsx";
import type { HeldToken } from "../../keyholder/held-tokens.ts";
import { words } from "./words.ts";

/** T-130: the manual's 初期設定完了. */
export function Done({ token }: { token: HeldToken }) {
  const app = useApp();
  const text = useWords(words);
  return (
    <Page screenId="T-130" title={text.title} supportPhone={token.institution.supportPhone}>
      <Notice kind="success" title={text.done}>
        <p>{app.language === "ja" ? token.institution.nameJa : token.institution.nameEn}</p>
      </Notice>
      <ul class="remarks">
        <li>{text.clock}</li>
        <li>{text.everyMinute(token.parameters.periodSeconds)}</li>
        <li>{text.changePhone}</li>
      </ul>
      <button type="button" class="button" onClick={() => app.replace({ name: "code", tokenId: token.id })}>
        {text.next}
      </button>
    </Page>
  );
}
