import { onEveryPage } from "./parts/every-page.ts";

onEveryPage(watchPrintButtons);

/** 控えを印刷: the browser's own print dialogue; the style sheet leaves only the record on paper. */
function watchPrintButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
