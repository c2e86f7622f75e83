import { useEffect, useState } from "preact/hooks";
import { useApp, useHeldTokens, useReached, useWords } from "../../app-context.ts";
import { spokenDigits } from "../../code/digits.ts";
import { Notice } from "../../elements/notice.tsx";
import { Page } from "../../elements/page.tsx";
import { words as shared } from "../../elements/words.ts";
import type { HeldToken } from "../../keyholder/held-tokens.ts";
import { labelOf } from "../../names/token-label.ts";
import { copyText } from "../../phone/copy-text.ts";
import { keepAwake } from "../../phone/keep-awake.ts";
import { canReadAloud, readAloud, stopReadingAloud } from "../../phone/read-aloud.ts";
import { ClockNotice } from "./clock-notice.tsx";
import { Countdown } from "./countdown.tsx";
import { DigitsView } from "./digits-view.tsx";
import { StandingNotice } from "./standing-notice.tsx";
import { useOtp } from "./use-otp.ts";
import { useStanding } from "./use-standing.ts";
import { words } from "./words.ts";

/** What the line under the buttons says: which words, not the words, so that it speaks the language of the moment. */
type Status =
  | "waitForNext"
  | "spokenHidden"
  | "hiddenNow"
  | "copied"
  | "copyFailed"
  | "reading"
  | "readFailed"
  | "confirmed";

/** T-200 ワンタイムパスワード (手順4). */
export function Code({ token }: { token: HeldToken }) {
  const app = useApp();
  const text = useWords(words);
  const common = useWords(shared);
  const [isShown, setShown] = useState(true);
  const [status, setStatus] = useState<Status | null>(null);
  const reached = useReached();
  const standing = useStanding(token, () => setStatus("confirmed"));
  const otp = useOtp(token, isShown);
  const { institution, parameters } = token;
  const held = useHeldTokens();
  const { title, detail } = labelOf(token, held.tokens, app.language);

  useEffect(() => app.keyholder.choose(token.id), []);
  useEffect(() => stopReadingAloud, []);
  useEffect(() => (isShown ? keepAwake() : undefined), [isShown]);
  useEffect(() => {
    if (otp.isBroken) app.replace({ name: "trouble", trouble: { kind: "unreadable" } });
  }, [otp.isBroken]);
  /** The code on the screen, or a word why there is none. */
  function withCode(use: (code: string) => void): void {
    if (otp.code !== null) return use(otp.code);
    setStatus(isShown ? "waitForNext" : "spokenHidden");
  }

  function toggle(): void {
    stopReadingAloud();
    setStatus(isShown ? "hiddenNow" : null);
    setShown(!isShown);
  }

  const settings = (
    <button type="button" class="bar-button" onClick={() => app.go({ name: "diagnostics" })}>
      {common.settings}
    </button>
  );
  return (
    <Page screenId="T-200" title={text.title} actions={settings} supportPhone={institution.supportPhone}>
      <StandingNotice token={token} standing={standing} />
      <section class="code-card">
        <p class="institution">{title}</p>
        <p class="token-name">{detail}</p>
        {(held.tokens.length > 1 || held.unreadable > 0) && (
          <button type="button" class="text-button" onClick={() => app.go({ name: "tokens", removed: null })}>
            {text.otherTokens(held.tokens.length)}
          </button>
        )}
        <DigitsView code={otp.code} isHidden={!isShown} digits={parameters.digits} />
        <Countdown seconds={otp.seconds} isSatOut={otp.isSatOut} periodSeconds={parameters.periodSeconds} />
        <div class="code-buttons">
          <button
            type="button"
            class="button"
            onClick={() =>
              withCode((code) => void copyText(code).then((ok) => setStatus(ok ? "copied" : "copyFailed")))
            }
          >
            {text.copy}
          </button>
          {canReadAloud() && (
            <button
              type="button"
              class="button button-outline"
              onClick={() =>
                withCode((code) => {
                  setStatus("reading");
                  readAloud(spokenDigits(code, app.language), app.language, () => setStatus("readFailed"));
                })
              }
            >
              {text.readAloud}
            </button>
          )}
          <button type="button" class="button button-outline" onClick={toggle}>
            {isShown ? text.hide : text.show}
          </button>
        </div>
        <p role="status" class="status">
          {status !== null && (status !== "confirmed" || standing === "inUse") && text[status]}
        </p>
      </section>
      <ClockNotice />
      {standing === "activated" && (
        <Notice kind="info" title={text.confirmTitle}>
          <p>{text.confirm}</p>
        </Notice>
      )}
      {reached === "notReached" && (
        <div class="chips">
          <span class="chip">{text.offline}</span>
        </div>
      )}
      <p class="small">{text.never}</p>
    </Page>
  );
}
