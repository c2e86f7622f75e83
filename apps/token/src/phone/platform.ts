export type Platform = "ios" | "android" | "other";

/** Only to choose the drawing: nothing is refused because of it. An iPad calls itself a Mac, but has fingers. */
export function platformOf({ userAgent, maxTouchPoints }: { userAgent: string; maxTouchPoints: number }): Platform {
  if (/iPhone|iPad|iPod/.test(userAgent)) return "ios";
  if (userAgent.includes("Macintosh") && maxTouchPoints > 1) return "ios";
  return userAgent.includes("Android") ? "android" : "other";
}

/** Whether the app was opened from its icon on the home screen. `standalone` is Safari's own word for it. */
export function isInstalled(): boolean {
  const modes = ["standalone", "fullscreen", "minimal-ui"];
  const isSafariStandalone = (navigator as { standalone?: boolean }).standalone === true;
  return isSafariStandalone || modes.some((mode) => matchMedia(`(display-mode: ${mode})`).matches);
}
