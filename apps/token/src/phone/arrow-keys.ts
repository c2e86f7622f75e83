const stops = "a[href], button, input, select, summary, [tabindex='0']";

/**
 * Phones with keys and a small screen: up and down go from one control to the next as long as it is in sight, and scroll otherwise.
 * Larger screens keep the browser's own arrow keys.
 */
export function moveWithArrowKeys(): void {
  const isSmall = matchMedia("(max-width: 300px)");
  addEventListener("keydown", (event) => {
    if (!isSmall.matches || event.defaultPrevented || event.isComposing) return;
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.target instanceof HTMLSelectElement || isRadio(event.target)) return;
    const root = document.querySelector("dialog[open]") ?? document;
    const all = [...root.querySelectorAll<HTMLElement>(stops)].filter((element) => element.offsetParent !== null);
    const at = document.activeElement instanceof HTMLElement ? all.indexOf(document.activeElement) : -1;
    const next = all[event.key === "ArrowDown" ? at + 1 : at < 0 ? all.length : at - 1];
    if (next === undefined || !isNear(next)) return;
    event.preventDefault();
    next.focus();
  });
}

function isRadio(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === "radio";
}

/** Less than half a screen away: nothing is skipped unread. */
function isNear(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > -innerHeight / 2 && top < innerHeight * 1.5;
}
