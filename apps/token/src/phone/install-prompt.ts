/** Chrome's offer to install the page; it comes once, early, and is kept for the moment the customer presses インストール. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
  readonly userChoice: Promise<{ outcome: "accepted" | "dismissed" }>;
}

export type InstallState = "notOffered" | "offered" | "installed";

let offer: InstallOffer | undefined;
let state: InstallState = "notOffered";
const listeners = new Set<() => void>();

function change(next: InstallState): void {
  state = next;
  for (const listener of listeners) listener();
}

/** To be called before anything is awaited: the offer does not wait for us. */
export function listenForInstallOffer(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event as InstallOffer;
    change("offered");
  });
  addEventListener("appinstalled", () => change("installed"));
}

export function installState(): InstallState {
  return state;
}

export function onInstallState(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export async function install(): Promise<void> {
  const taken = offer;
  if (taken === undefined) return;
  offer = undefined;
  await taken.prompt();
  const { outcome } = await taken.userChoice;
  change(outcome === "accepted" ? "installed" : "notOffered");
}
