import { watchCopyButtons } from "./parts/copy-buttons.ts";
import { beforeNextPage, onEveryPage } from "./parts/every-page.ts";
import { watchOtpFields } from "./parts/otp-fields.ts";

/** What the page learns without being reloaded (routes/progress.ts). */
interface Progress {
  readonly stage: "waiting" | "activated" | "usedUp" | "replaced" | "inUse" | "over";
  readonly mail: "queued" | "sent" | "failed" | "none";
}

onEveryPage(() => {
  watchCopyButtons();
  watchOtpFields();
  watchProgress();
});

/**
 * G-120 shows by itself that the phone has finished its set-up and what became of the mail. All texts are in the page; this
 * only chooses which of them is seen. Where the stream is not to be had, the page's own link does the same.
 */
function watchProgress(): void {
  const panel = document.querySelector<HTMLElement>("[data-progress]");
  const url = panel?.dataset["progress"];
  if (panel === null || url === undefined || typeof EventSource === "undefined") return;
  const address = new URL(url, location.href);
  address.searchParams.set("token", panel.dataset["token"] ?? "");
  const stream = new EventSource(address);
  stream.addEventListener("message", (event) => {
    const progress = readProgress(event.data);
    if (progress === null) return;
    showStage(progress.stage);
    showOne(document.querySelectorAll<HTMLElement>("[data-mail]"), "mail", progress.mail);
    if (["replaced", "inUse", "over"].includes(progress.stage)) stream.close();
  });
  // A page that is kept for the back button must not hold a stream of its own.
  addEventListener("pagehide", () => stream.close());
  beforeNextPage(() => stream.close());
}

/** The same as a reload would show: the steps above, the instructions folded, the code's field in sight. */
function showStage(stage: Progress["stage"]): void {
  const stages = [...document.querySelectorAll<HTMLElement>("[data-stage]")];
  const before = stages.find((element) => !element.hidden)?.dataset["stage"];
  if (before === stage) return;
  showOne(stages, "stage", stage);
  const pending = document.querySelector<HTMLElement>("[data-while-pending]");
  if (pending !== null) pending.hidden = stage !== "waiting" && stage !== "activated";
  if (stage === "activated") showLastStep();
}

function showLastStep(): void {
  const later = document.querySelector<HTMLElement>("[data-steps='later']");
  if (later !== null) {
    later.hidden = false;
    document.querySelector<HTMLElement>("[data-steps='now']")?.remove();
  }
  const instructions = document.querySelector<HTMLDetailsElement>("[data-instructions]");
  const summary = instructions?.querySelector("summary");
  if (instructions !== null) instructions.open = false;
  if (summary !== null && summary !== undefined) summary.hidden = false;
  const field = document.querySelector<HTMLElement>("input[autocomplete='one-time-code']");
  // Only where nobody is doing something else on the page.
  if (document.activeElement === null || document.activeElement === document.body)
    field?.focus({ preventScroll: true });
  document.querySelector("[data-progress]")?.scrollIntoView({ block: "start" });
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
