import { beforeNextPage } from "./every-page.ts";

type Stage = "warning" | "last" | "failed" | "ended";

const lookEveryMs = 1000;

/**
 * Warns two minutes before the visit's time runs out, lengthens it on 延長する without touching the page, and says when it is over:
 * a form would only lead to G-430 then. The clock is looked at every second, because a timer sleeps with its laptop.
 */
export function watchSessionEnd(): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog[data-session-end]");
  if (dialog === null) return;
  const address = dialog.dataset["sessionEnd"] ?? "";
  const warningMs = Number(dialog.dataset["warningMs"]);
  let endsAtMs = Date.now() + Number(dialog.dataset["remainingMs"]);
  let isLast = dialog.dataset["last"] === "yes";
  let stage: Stage | null = null;
  let dismissed = false;
  let before: Element | null = null;

  const timer = setInterval(look, lookEveryMs);
  beforeNextPage(() => clearInterval(timer));
  document.addEventListener("visibilitychange", look);

  function look(): void {
    if (dialog?.isConnected !== true) return;
    const leftMs = endsAtMs - Date.now();
    if (leftMs <= 0) {
      clearInterval(timer);
      show("ended");
    } else if (leftMs <= warningMs && stage === null && !dismissed) show(isLast ? "last" : "warning");
  }

  function show(next: Stage): void {
    if (dialog === null || stage === "ended") return;
    stage = next;
    for (const part of dialog.querySelectorAll<HTMLElement>("[data-session-stage]")) {
      part.hidden = part.dataset["sessionStage"] !== next;
    }
    dialog.setAttribute("aria-labelledby", `session-${next}`);
    if (!dialog.open) {
      before = document.activeElement;
      dialog.showModal();
    }
    const [first] = [...dialog.querySelectorAll<HTMLElement>(`[data-session-stage="${next}"] :is(button, a)`)];
    first?.focus();
  }

  function close(): void {
    dismissed = true;
    dialog?.close();
  }

  for (const button of dialog.querySelectorAll<HTMLButtonElement>("[data-close-dialog]")) {
    button.addEventListener("click", close);
  }
  for (const button of dialog.querySelectorAll<HTMLButtonElement>("[data-lengthen]")) {
    button.addEventListener("click", () => {
      void lengthen();
    });
  }
  // Escape closes the warning, but nothing can be done on a page that is over.
  dialog.addEventListener("cancel", (event) => {
    if (stage === "ended") event.preventDefault();
    else dismissed = true;
  });
  dialog.addEventListener("close", () => {
    stage = null;
    if (before instanceof HTMLElement) before.focus();
  });

  async function lengthen(): Promise<void> {
    const answer = await ask(address);
    // Its time, or the end of it in another tab: the service's own page says which.
    if (answer === "ended") return location.reload();
    if (answer === null) return show("failed");
    endsAtMs = Date.now() + answer.remainingMs;
    ({ isLast } = answer);
    dialog?.close();
    dismissed = false;
  }
}

async function ask(address: string): Promise<{ remainingMs: number; isLast: boolean } | "ended" | null> {
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch(address, { method: "POST", headers, body: "{}" });
    if (response.status === 403) return "ended";
    const answer: unknown = response.ok ? await response.json() : null;
    return isLengthened(answer) ? answer : null;
  } catch {
    return null;
  }
}

function isLengthened(value: unknown): value is { remainingMs: number; isLast: boolean } {
  return typeof value === "object" && value !== null && "remainingMs" in value && "isLast" in value;
}
