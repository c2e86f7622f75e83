import { fetchPage, isSameScreen, replacePage } from "./replace-page.ts";

let asking = false;

/**
 * The links 日本語 / English put the page in the other language in the place of this one, so that what was entered is still there.
 * Without this script, when the page does not come, or when another screen is due by now, the link is an ordinary one.
 */
export function watchLanguageLinks(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".languages a[hreflang]")) {
    link.addEventListener("click", (event) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (asking) return;
      asking = true;
      fetchPage(link.href, (fetched) => {
        asking = false;
        if (fetched === null || !isSameScreen(fetched)) return location.assign(link.href);
        replacePage({ ...fetched, address: link.href });
        document.querySelector<HTMLElement>(".languages a[hreflang]")?.focus();
      });
    });
  }
}
