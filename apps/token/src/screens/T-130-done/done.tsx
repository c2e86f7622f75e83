import { useApp, useHeldTokens, useWords } from "../../app-context.ts";
import { Notice } from "../../elements/notice.tsx";
import { Page } from "../../elements/page.tsx";
import { PhoneLink } from "../../help/phone-link.tsx";
import type { HeldToken } from "../../keyholder/held-tokens.ts";
import { institutionName, labelOf } from "../../names/token-label.ts";
import { words } from "./words.ts";

/** T-130: the manual's 初期設定完了. */
export function Done({ token }: { token: HeldToken }) {
  const app = useApp();
  const text = useWords(words);
  const { tokens } = useHeldTokens();
  const { supportPhone } = token.institution;
  const { title, detail } = labelOf(token, tokens, app.language);
  const isSecondOfInstitution =
    tokens.filter(({ institution }) => institution.serviceId === token.institution.serviceId).length > 1;
  return (
    <Page screenId="T-130" title={text.title} supportPhone={supportPhone}>
      <Notice kind="success" title={text.done}>
        <p>
          {title}
          <br />
          {detail}
        </p>
        {tokens.length > 1 && <p>{text.joined(tokens.length)}</p>}
        {isSecondOfInstitution && <p>{text.sameInstitution}</p>}
      </Notice>
      <ul class="remarks">
        <li>{text.clock}</li>
        <li>{text.everyMinute(token.parameters.periodSeconds)}</li>
        <li>
          {text.changePhone(institutionName(token, app.language))}
          {supportPhone !== "" && (
            <>
              <br />
              <PhoneLink number={supportPhone} />
            </>
          )}
        </li>
      </ul>
      <button type="button" class="button" onClick={() => app.start({ name: "code", tokenId: token.id })}>
        {text.next}
      </button>
    </Page>
  );
}
