interface ScriptUrlPolicy {
  createScriptURL(address: string): unknown;
}
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): ScriptUrlPolicy;
}

const workerAddress = "./sw.js";

/**
 * Registers the service worker. Under Trusted Types a registration wants a trusted address: the one policy of the app,
 * `warifu-sw`, allows this one address and nothing else.
 */
export async function registerServiceWorker(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
  const policy = factory?.createPolicy("warifu-sw", {
    createScriptURL(address) {
      if (address !== workerAddress) throw new TypeError("Only the app's own service worker may be registered");
      return address;
    },
  });
  const address = (policy?.createScriptURL(workerAddress) ?? workerAddress) as string;
  const isFirstVisit = navigator.serviceWorker.controller === null;
  await navigator.serviceWorker.register(address, { updateViaCache: "none" });
  if (isFirstVisit) await handOverFonts();
}

/** The first visit's fonts came before there was a worker to keep them: once it is there, they are asked for again, through it. */
async function handOverFonts(): Promise<void> {
  if (navigator.serviceWorker.controller === null) {
    await new Promise((resolve) =>
      navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }),
    );
  }
  await document.fonts.ready;
  const addresses = performance
    .getEntriesByType("resource")
    .map(({ name }) => name)
    .filter((address) => address.startsWith(location.origin) && address.endsWith(".woff2"));
  await Promise.all([...new Set(addresses)].map(async (address) => await fetch(address)));
}
