/** How a request is answered: not by us, with the kept page, from what is kept, or kept at its first use. */
export type Route = "network" | "page" | "kept" | "keepWhenUsed";

/** The protocol of the initial set-up must always reach the service: never from a cache, not even to say that it failed. */
const neverOurs = "/activation/";

/** Decides by address alone, so that it can be read and tested without a browser. `origin` is the app's own. */
export function routeOf(request: { method: string; url: string; mode: string }, origin: string): Route {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== origin || url.pathname.startsWith(neverOurs)) return "network";
  if (request.mode === "navigate") return url.pathname === "/" ? "page" : "network";
  if (url.pathname.startsWith("/assets/")) return url.pathname.endsWith(".woff2") ? "keepWhenUsed" : "kept";
  return url.pathname.startsWith("/icons/") || url.pathname.endsWith(".webmanifest") ? "kept" : "network";
}
