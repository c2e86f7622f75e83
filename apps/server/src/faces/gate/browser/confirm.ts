import { watchCopyButtons } from "./parts/copy-buttons.ts";
import { watchOtpFields } from "./parts/otp-fields.ts";

/** What the page learns without being reloaded (routes/progress.ts). */
interface Progress {
  readonly stage: "waiting" | "activated" | "ended";
  readonly mail: "queued" | "sent" | "failed" | "none";
}

watchCopyButtons();
watchOtpFields();
watchProgress();

/**
 * G-120 shows by itself that the phone has finished its set-up and what became of the mail. All texts are in the page; this
 * only chooses which of them is seen. Where the stream is not to be had, the page's own link does the same.
 */
function watchProgress(): void {
  const panel = document.querySelector<HTMLElement>("[data-progress]");
  const url = panel?.dataset["progress"];
  if (panel === null || url === undefined || typeof EventSource === "undefined") return;
  const stream = new EventSource(url);
  stream.addEventListener("message", (event) => {
    const progress = readProgress(event.data);
    if (progress === null) return;
    showOne(document.querySelectorAll<HTMLElement>("[data-stage]"), "stage", progress.stage);
    showOne(document.querySelectorAll<HTMLElement>("[data-mail]"), "mail", progress.mail);
    if (progress.stage === "ended") stream.close();
  });
  // A page that is kept for the back button must not hold a stream of its own.
  addEventListener("pagehide", () => stream.close());
}

function showOne(elements: Iterable<HTMLElement>, name: "stage" | "mail", value: string): void {
  for (const element of elements) element.hidden = element.dataset[name] !== value;
}

function readProgress(data: unknown): Progress | null {
  if (typeof data !== "string") return null;
  const value: unknown = JSON.parse(data);
  return typeof value === "object" && value !== null && "stage" in value && "mail" in value
    ? (value as Progress)
    : null;
}
