import { beforeNextPage, onEveryPage } from "./parts/every-page.ts";

onEveryPage(watchPause);

/** G-440: もう一度試す appears when the pause is over. Looked at every second, because a timer sleeps with its laptop. */
function watchPause(): void {
  const again = document.querySelector<HTMLElement>("[data-wakes-in-ms]");
  if (again === null) return;
  const wakesAtMs = Date.now() + Number(again.dataset["wakesInMs"]);
  const timer = setInterval(() => {
    if (Date.now() < wakesAtMs) return;
    again.hidden = false;
    clearInterval(timer);
  }, 1000);
  beforeNextPage(() => clearInterval(timer));
}
