import { routeOf } from "./route.ts";

// The library of types for windows and the one for workers cannot be loaded together: what is used here, by hand.
interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface RequestEvent extends LifeEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: "install" | "activate", listener: (event: LifeEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: RequestEvent) => void): void;
}
const worker = self as unknown as Worker;

/** Written by precache-list.ts: version|path|path… */
const [version = "", ...paths] = "%WARIFU_PRECACHE%".split("|");
// The app's cache carries its version; font slices never change under their name and outlive versions.
const appCachePrefix = "warifu-app-";
const appCacheName = appCachePrefix + version;
const fontCacheName = "warifu-fonts";

// No skipWaiting: a new version waits until the app is closed everywhere and takes over at the next cold start,
// never during the initial set-up or while a one-time password is on the screen.
worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(appCacheName).then((cache) => cache.addAll(paths)));
});

// Only caches are cleared here. The token lies in IndexedDB, and nothing in this file may ever touch that.
worker.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      const old = names.filter((name) => name.startsWith(appCachePrefix) && name !== appCacheName);
      await Promise.all(old.map((name) => caches.delete(name)));
      await worker.clients.claim();
    })(),
  );
});

worker.addEventListener("fetch", (event) => {
  const route = routeOf(event.request, worker.location.origin);
  if (route === "network") return;
  event.respondWith(route === "keepWhenUsed" ? keepWhenUsed(event.request) : kept(route, event.request));
});

async function kept(route: "page" | "kept", request: Request): Promise<Response> {
  const cache = await caches.open(appCacheName);
  return (await cache.match(route === "page" ? "/" : request)) ?? (await fetch(request));
}

async function keepWhenUsed(request: Request): Promise<Response> {
  const cache = await caches.open(fontCacheName);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
