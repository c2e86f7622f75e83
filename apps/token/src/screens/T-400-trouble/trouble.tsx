import type { ActivationInstitution } from "@warifu/wire/activation";
import { useApp, useWayToSetUp, useWords } from "../../app-context.ts";
import { Notice } from "../../elements/notice.tsx";
import { Page } from "../../elements/page.tsx";
import { ToTokens } from "../../elements/to-tokens.tsx";
import type { Trouble } from "../../screen.ts";
import { Support } from "./support.tsx";
import { words } from "./words.ts";

/** T-400: what happened, what to do, where to turn. Every one has a way on. */
export function TroubleScreen({ trouble }: { trouble: Trouble }) {
  switch (trouble.kind) {
    case "storageBlocked":
      return <StorageBlocked />;
    case "tokenMissing":
      return <TokenMissing />;
    case "unreadable":
      return <Unreadable />;
    case "refused":
      return <Refused institution={trouble.institution} />;
    case "usedUp":
      return <UsedUp institution={trouble.institution} lastFour={trouble.userId.slice(-4)} />;
    default:
      return <Interrupted institution={trouble.institution} />;
  }
}

function StorageBlocked() {
  const text = useWords(words);
  return (
    <Page screenId="T-400" title={text.storageBlockedTitle} hasBack>
      <Notice kind="error" title={text.storageBlocked}>
        <p>{text.storageBlockedCause}</p>
        <p>{text.storageBlockedWay}</p>
      </Notice>
      <button type="button" class="button" onClick={() => location.reload()}>
        {text.openAgain}
      </button>
      <ToTokens />
      <Support institution={undefined} />
    </Page>
  );
}

function TokenMissing() {
  const text = useWords(words);
  return (
    <Page screenId="T-400" title={text.tokenMissingTitle} hasBack>
      <Notice kind="warning" title={text.safe}>
        <p>{text.tokenMissing}</p>
      </Notice>
      <Reissue />
      <ToTokens />
      <Support institution={undefined} />
    </Page>
  );
}

function Unreadable() {
  const text = useWords(words);
  return (
    <Page screenId="T-400" title={text.unreadableTitle}>
      <Notice kind="error" title={text.safe}>
        <p>{text.unreadable}</p>
      </Notice>
      <button type="button" class="button" onClick={() => location.reload()}>
        {text.openAgain}
      </button>
      <Reissue />
      <ToTokens />
      <Support institution={undefined} />
    </Page>
  );
}

function Refused({ institution }: { institution: ActivationInstitution }) {
  const app = useApp();
  const text = useWords(words);
  const causes = [
    [text.causeExpiredTitle, text.causeExpired],
    [text.causeReplacedTitle, text.causeReplaced],
    [text.causeEntriesTitle, text.causeEntries],
    [text.causeOtherPhoneTitle, text.causeOtherPhone],
  ] as const;
  return (
    <Page screenId="T-400" title={text.refusedTitle} supportPhone={institution.supportPhone}>
      <Notice kind="error" title={text.refusedLead} />
      <dl class="causes">
        {causes.map(([cause, way]) => (
          <div key={cause}>
            <dt>{cause}</dt>
            <dd>{way}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="button" onClick={() => app.replace({ name: "setUp" })}>
        {text.again}
      </button>
      <ToTokens />
      <Support institution={institution} />
    </Page>
  );
}

/** Too many wrong tries: this issuance is over, on the PC too. The way on is a new one. */
function UsedUp({ institution, lastFour }: { institution: ActivationInstitution; lastFour: string }) {
  const app = useApp();
  const text = useWords(words);
  return (
    <Page screenId="T-400" title={text.usedUpTitle} supportPhone={institution.supportPhone}>
      <Notice kind="error" title={text.usedUpLead(lastFour)}>
        <p>{text.usedUpCause}</p>
      </Notice>
      <section>
        <h2>{text.usedUpWay}</h2>
        <ol class="steps">
          <li>{text.usedUp1}</li>
          <li>{text.usedUp2}</li>
        </ol>
        <p class="small">{text.usedUpOther(lastFour)}</p>
      </section>
      <button type="button" class="button" onClick={() => app.replace({ name: "setUp" })}>
        {text.again}
      </button>
      <ToTokens />
      <Support institution={institution} />
    </Page>
  );
}

function Interrupted({ institution }: { institution: ActivationInstitution }) {
  const app = useApp();
  const text = useWords(words);
  return (
    <Page screenId="T-400" title={text.interruptedTitle} supportPhone={institution.supportPhone}>
      <Notice kind="warning" title={text.interruptedAgain}>
        <p>{text.interrupted}</p>
        <p>{text.interruptedSame}</p>
      </Notice>
      <button type="button" class="button" onClick={() => app.replace({ name: "setUp" })}>
        {text.setUp}
      </button>
      <ToTokens />
      <Support institution={institution} />
    </Page>
  );
}

/** How to get a new token, and the door to its set-up. */
function Reissue() {
  const setUp = useWayToSetUp();
  const text = useWords(words);
  return (
    <section>
      <h2>{text.reissueTitle}</h2>
      <ol class="steps">
        <li>{text.reissue1}</li>
        <li>{text.reissue2}</li>
        <li>{text.reissue3}</li>
      </ol>
      <p class="small">{text.lost}</p>
      <button type="button" class="button" onClick={setUp}>
        {text.setUp}
      </button>
    </section>
  );
}
