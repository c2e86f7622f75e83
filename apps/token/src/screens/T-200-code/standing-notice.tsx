import { useApp, useWayToSetUp, useWords } from "../../app-context.ts";
import { Notice } from "../../elements/notice.tsx";
import type { HeldToken } from "../../keyholder/held-tokens.ts";
import type { Standing } from "../../status/ask-status.ts";
import { Support } from "../T-400-trouble/support.tsx";
import { words } from "./words.ts";

/** What stands above the code when the service does not take it, and what to do; nothing when it does. */
export function StandingNotice({ token, standing }: { token: HeldToken; standing: Standing }) {
  const text = useWords(words);
  const app = useApp();
  const setUp = useWayToSetUp();
  const support = <Support institution={token.institution} />;
  switch (standing) {
    case "paused":
      return (
        <Notice kind="warning" title={text.pausedTitle}>
          <p>{text.paused}</p>
        </Notice>
      );
    case "locked":
      return (
        <Notice kind="error" title={text.lockedTitle}>
          <p>{text.locked}</p>
          {support}
        </Notice>
      );
    case "suspended":
      return (
        <Notice kind="error" title={text.suspendedTitle}>
          <p>{text.suspended}</p>
          {support}
        </Notice>
      );
    case "ended":
      return (
        <Notice kind="error" title={text.endedTitle}>
          <p>{text.ended}</p>
          {support}
          <button type="button" class="button button-outline" onClick={setUp}>
            {text.setUpAgain}
          </button>
          <button
            type="button"
            class="button button-outline"
            onClick={() => app.go({ name: "removeToken", tokenId: token.id })}
          >
            {text.removeEnded}
          </button>
        </Notice>
      );
    default:
      return null;
  }
}
