import { useEffect, useState } from "preact/hooks";
import { useApp } from "../../app-context.ts";
import { deliverReceipt } from "../../set-up/deliver-receipt.ts";
import { loadPhoneHalf } from "../../set-up/phone-half.ts";
import type { StoredToken } from "../../storage/stored-token.ts";

/** `waiting`: 手順5 is still to do; `justDone`: it was done while this screen was open; `ended`: the service knows the token no more. */
export type Confirmation = "waiting" | "justDone" | "done" | "ended";

const askEveryMs = 10_000;

/** As long as 手順5 is to do, the receipt is posted again now and then: its answer tells when it is done. */
export function useConfirmation(token: StoredToken): Confirmation {
  const app = useApp();
  const [confirmation, setConfirmation] = useState<Confirmation>(token.state === "inUse" ? "done" : "waiting");
  useEffect(() => {
    if (confirmation !== "waiting") return undefined;
    let isAsking = false;
    let isOver = false;
    const ask = async (): Promise<void> => {
      if (isAsking || document.visibilityState !== "visible") return;
      isAsking = true;
      const delivery = await loadPhoneHalf()
        .then(
          async ({ receiptFor }) =>
            await deliverReceipt(token, { receiptFor, service: app.service, tokens: app.tokens }),
        )
        .catch(() => undefined);
      isAsking = false;
      if (isOver || delivery === undefined) return;
      if (delivery.kind === "refused") setConfirmation("ended");
      if (delivery.kind === "delivered" && delivery.token.state === "inUse") {
        setConfirmation("justDone");
        app.replace({ name: "code", token: delivery.token });
      }
    };
    const askNow = (): void => void ask();
    askNow();
    const timer = setInterval(askNow, askEveryMs);
    document.addEventListener("visibilitychange", askNow);
    return () => {
      isOver = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", askNow);
    };
  }, [token.id, confirmation === "waiting"]);
  return confirmation;
}
