import { useEffect } from "preact/hooks";
import { useApp, useReached } from "../../app-context.ts";
import type { HeldToken } from "../../keyholder/held-tokens.ts";
import { askStatus, type Standing } from "../../status/ask-status.ts";

/** While 手順5 is to do or the token is stopped, the end of that should show soon; a stop by the branch may take a minute to be seen. */
const askEveryMs = { waiting: 10_000, otherwise: 60_000 };

/**
 * How the token stands by the service's last word, asked when the screen opens, when the app comes back into sight or the network does,
 * and now and then. `onConfirmed`: 手順5 was done while this screen was open.
 */
export function useStanding(token: HeldToken, onConfirmed: () => void): Standing {
  const app = useApp();
  const standing = app.standings[token.id] ?? (token.state === "inUse" ? "inUse" : "activated");
  const isCutOff = useReached() === "notReached";
  const isWaiting = standing !== "inUse" && standing !== "ended";
  useEffect(() => {
    let isAsking = false;
    let isOver = false;
    const ask = async (): Promise<void> => {
      if (isAsking || document.visibilityState !== "visible") return;
      isAsking = true;
      const told = await askStatus(token, app).catch(() => undefined);
      isAsking = false;
      if (isOver || told === undefined) return;
      app.noteStanding(token.id, told);
      if (token.state === "inUse" || told !== "inUse") return;
      // Where it cannot be kept it is learned again the next time.
      await app.keyholder.note(token.id, "inUse").catch(() => {});
      onConfirmed();
    };
    const askNow = (): void => void ask();
    askNow();
    const timer = setInterval(askNow, isWaiting ? askEveryMs.waiting : askEveryMs.otherwise);
    document.addEventListener("visibilitychange", askNow);
    return () => {
      isOver = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", askNow);
    };
  }, [token.id, token.state, isWaiting, isCutOff]);
  return standing;
}
