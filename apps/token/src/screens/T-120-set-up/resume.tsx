import { useEffect, useRef, useState } from "preact/hooks";
import { useApp, useReached, useWords } from "../../app-context.ts";
import { Notice } from "../../elements/notice.tsx";
import { Page } from "../../elements/page.tsx";
import { ToTokens } from "../../elements/to-tokens.tsx";
import type { HeldToken } from "../../keyholder/held-tokens.ts";
import { deliverReceipt, type Delivery } from "../../set-up/deliver-receipt.ts";
import { Support } from "../T-400-trouble/support.tsx";
import { words } from "./words.ts";

/** An interrupted set-up goes on by itself: the key is kept here, only the service has still to hear of it. */
export function Resume({ token }: { token: HeldToken }) {
  const app = useApp();
  const text = useWords(words);
  const [why, setWhy] = useState<"noNetwork" | "unavailable" | null>(null);
  const isBusy = useRef(false);
  const reached = useReached();

  async function goOn(): Promise<void> {
    if (isBusy.current) return;
    isBusy.current = true;
    follow(await deliverReceipt(token, app));
    isBusy.current = false;
  }

  function follow(delivery: Delivery): void {
    switch (delivery.kind) {
      case "delivered":
        app.keepDraft({});
        return app.replace({ name: "done", tokenId: token.id });
      case "refused": {
        const { institution, userId } = token;
        app.keepDraft({ serviceId: institution.serviceId, userId });
        return app.replace({ name: "trouble", trouble: { kind: "interrupted", institution } });
      }
      case "unusable":
        return app.replace({ name: "trouble", trouble: { kind: "unreadable" } });
      case "notDelivered":
        return setWhy(delivery.why);
    }
  }

  function tryAgain(): void {
    setWhy(null);
    void goOn();
  }

  useEffect(() => void goOn(), []);
  // By itself it goes on without a word: a screen that comes and goes while the network does helps nobody.
  useEffect(() => {
    if (reached === "reached" && why !== null) void goOn();
  }, [reached]);

  const { supportPhone } = token.institution;
  if (why === null) {
    return (
      <Page screenId="T-120" title={text.resumeTitle} supportPhone={supportPhone}>
        <p role="status">{text.resumeWorking}</p>
      </Page>
    );
  }
  return (
    <Page screenId="T-400" title={text.resumeTitle} supportPhone={supportPhone}>
      <Notice kind="warning" title={text.resumeWaiting}>
        <p role="status">{why === "noNetwork" ? text.resumeNoNetwork : text.resumeUnavailable}</p>
        <p>{text.resumeKept}</p>
      </Notice>
      <button type="button" class="button" onClick={tryAgain}>
        {text.again}
      </button>
      <ToTokens />
      <Support institution={token.institution} />
    </Page>
  );
}
