/** Covers the code while the app is out of sight, so that the picture in the list of open apps does not show it (no guarantee: timing). */
export function coverWhenOutOfSight(): void {
  const cover = (): void => {
    document.documentElement.toggleAttribute("data-covered", document.visibilityState === "hidden");
  };
  document.addEventListener("visibilitychange", cover);
  addEventListener("pagehide", () => document.documentElement.toggleAttribute("data-covered", true));
  addEventListener("pageshow", cover);
}
